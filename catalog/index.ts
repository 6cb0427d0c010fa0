import type { AppOverride } from "../spec/app/override";
import browserUse from "./ai/browser-use";
import zeroclaw from "./ai/zeroclaw";
import firefly from "./banking/firefly";
import fireflyImporter from "./banking/firefly-importer";
import homeAssistant from "./home-automation/home-assistant";
import matterServer from "./home-automation/matter-server";
import mosquitto from "./home-automation/mosquitto";
import otbr from "./home-automation/otbr";
import zigbee2mqtt from "./home-automation/zigbee2mqtt";
import autobrr from "./media/autobrr";
import jellyfin from "./media/jellyfin";
import prowlarr from "./media/prowlarr";
import qbittorrent from "./media/qbittorrent";
import radarr from "./media/radarr";
import sabnzbd from "./media/sabnzbd";
import sonarr from "./media/sonarr";
import fluentBit from "./monitoring/fluent-bit";
import gatus from "./monitoring/gatus";
import grafana from "./monitoring/grafana";
import kubePrometheusStack from "./monitoring/kube-prometheus-stack";
import loki from "./monitoring/loki";
import nutExporter from "./monitoring/nut-exporter";
import unpoller from "./monitoring/unpoller";
import openspeedtest from "./networking/openspeedtest";
import smtpRelay from "./networking/smtp-relay";
import authelia from "./security/authelia";
import lldap from "./security/lldap";
import cryptgeon from "./selfhosted/cryptgeon";
import echoServer from "./selfhosted/echo-server";
import excalidraw from "./selfhosted/excalidraw";
import glance from "./selfhosted/glance";
import homepage from "./selfhosted/homepage";
import houseHunter from "./selfhosted/house-hunter";
import miniflux from "./selfhosted/miniflux";
import n8n from "./selfhosted/n8n";
import rrda from "./selfhosted/rrda";
import sharkord from "./selfhosted/sharkord";
import tandoor from "./selfhosted/tandoor";
import whoami from "./selfhosted/whoami";

/**
 * Every app by name, in the order of their categories. A new app is one file and one line here.
 */
const entries = [
  browserUse,
  zeroclaw,
  fireflyImporter,
  firefly,
  homeAssistant,
  matterServer,
  mosquitto,
  otbr,
  zigbee2mqtt,
  autobrr,
  jellyfin,
  prowlarr,
  qbittorrent,
  radarr,
  sabnzbd,
  sonarr,
  fluentBit,
  gatus,
  grafana,
  kubePrometheusStack,
  loki,
  nutExporter,
  unpoller,
  openspeedtest,
  smtpRelay,
  authelia,
  lldap,
  cryptgeon,
  echoServer,
  excalidraw,
  glance,
  homepage,
  houseHunter,
  miniflux,
  n8n,
  rrda,
  sharkord,
  tandoor,
  whoami,
] as const;

type Entry = (typeof entries)[number];

/** Names of the catalogue. */
export type AppName = Entry["name"];

/** Every definition by its name. */
export const catalog = Object.fromEntries(entries.map((entry) => [entry.name, entry])) as {
  readonly [Name in AppName]: Extract<Entry, { name: Name }>;
};

/**
 * The apps of a stack, each with what the stack changes of it. An app that the catalogue lacks and a
 * field that the model lacks are type errors.
 */
export type AppSelection = { readonly [Name in AppName]?: AppOverride<(typeof catalog)[Name]> };
