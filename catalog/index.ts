import type { AppOverride } from "../spec/app/override";
import browserUse from "./ai/browser-use";
import openWebui from "./ai/open-webui";
import zeroclaw from "./ai/zeroclaw";
import actual from "./banking/actual";
import firefly from "./banking/firefly";
import fireflyImporter from "./banking/firefly-importer";
import certManager from "./cert-manager/cert-manager";
import cloudnativePg from "./cloudnative-pg/cloudnative-pg";
import dragonflyOperator from "./cloudnative-pg/dragonfly-operator";
import homeAssistant from "./home-automation/home-assistant";
import homeAssistantVm from "./home-automation/home-assistant-vm";
import matterServer from "./home-automation/matter-server";
import mosquitto from "./home-automation/mosquitto";
import otbr from "./home-automation/otbr";
import printer3d from "./home-automation/printer-3d";
import zigbee2mqtt from "./home-automation/zigbee2mqtt";
import cilium from "./kube-system/cilium";
import coredns from "./kube-system/coredns";
import descheduler from "./kube-system/descheduler";
import kubeletCsrApprover from "./kube-system/kubelet-csr-approver";
import metricsServer from "./kube-system/metrics-server";
import multus from "./kube-system/multus";
import autobrr from "./media/autobrr";
import bazarr from "./media/bazarr";
import flaresolverr from "./media/flaresolverr";
import jellyfin from "./media/jellyfin";
import jellyfinSync from "./media/jellyfin-sync";
import kometa from "./media/kometa";
import maintainerr from "./media/maintainerr";
import plex from "./media/plex";
import prowlarr from "./media/prowlarr";
import qbittorrent from "./media/qbittorrent";
import qbittorrentRace from "./media/qbittorrent-race";
import qui from "./media/qui";
import radarr from "./media/radarr";
import recyclarr from "./media/recyclarr";
import sabnzbd from "./media/sabnzbd";
import seerr from "./media/seerr";
import sonarr from "./media/sonarr";
import tautulli from "./media/tautulli";
import threadfin from "./media/threadfin";
import ytptube from "./media/ytptube";
import blackboxExporter from "./monitoring/blackbox-exporter";
import fluentBit from "./monitoring/fluent-bit";
import gatus from "./monitoring/gatus";
import grafana from "./monitoring/grafana";
import karma from "./monitoring/karma";
import kite from "./monitoring/kite";
import kromgo from "./monitoring/kromgo";
import kubePrometheusStack from "./monitoring/kube-prometheus-stack";
import loki from "./monitoring/loki";
import nutExporter from "./monitoring/nut-exporter";
import plexExporter from "./monitoring/plex-exporter";
import prowlarrExporter from "./monitoring/prowlarr-exporter";
import qbittorrentExporter from "./monitoring/qbittorrent-exporter";
import radarrExporter from "./monitoring/radarr-exporter";
import seerrExporter from "./monitoring/seerr-exporter";
import silenceOperator from "./monitoring/silence-operator";
import snmpExporter from "./monitoring/snmp-exporter";
import sonarrExporter from "./monitoring/sonarr-exporter";
import tautulliExporter from "./monitoring/tautulli-exporter";
import unpoller from "./monitoring/unpoller";
import cloudflared from "./networking/cloudflared";
import envoyGateway from "./networking/envoy-gateway";
import externalDns from "./networking/external-dns";
import externalDnsUnifi from "./networking/external-dns-unifi";
import nginx from "./networking/nginx";
import openspeedtest from "./networking/openspeedtest";
import smtpRelay from "./networking/smtp-relay";
import tailscale from "./networking/tailscale";
import openebs from "./openebs/openebs";
import rookCeph from "./rook-ceph/rook-ceph";
import authelia from "./security/authelia";
import awsIdentityWebhook from "./security/aws-identity-webhook";
import externalSecrets from "./security/external-secrets";
import lldap from "./security/lldap";
import onepasswordConnect from "./security/onepassword-connect";
import cryptgeon from "./selfhosted/cryptgeon";
import echoServer from "./selfhosted/echo-server";
import excalidraw from "./selfhosted/excalidraw";
import glance from "./selfhosted/glance";
import guacamole from "./selfhosted/guacamole";
import guacd from "./selfhosted/guacd";
import homebox from "./selfhosted/homebox";
import homepage from "./selfhosted/homepage";
import houseHunter from "./selfhosted/house-hunter";
import immich from "./selfhosted/immich";
import immichMachineLearning from "./selfhosted/immich-machine-learning";
import komga from "./selfhosted/komga";
import mealie from "./selfhosted/mealie";
import miniflux from "./selfhosted/miniflux";
import minio from "./selfhosted/minio";
import n8n from "./selfhosted/n8n";
import pairdrop from "./selfhosted/pairdrop";
import pgadmin from "./selfhosted/pgadmin";
import radicale from "./selfhosted/radicale";
import rrda from "./selfhosted/rrda";
import searxng from "./selfhosted/searxng";
import sharkord from "./selfhosted/sharkord";
import spoolman from "./selfhosted/spoolman";
import tandoor from "./selfhosted/tandoor";
import thelounge from "./selfhosted/thelounge";
import vaultwarden from "./selfhosted/vaultwarden";
import whoami from "./selfhosted/whoami";
import actionsRunnerController from "./system/actions-runner-controller";
import csiDriverNfs from "./system/csi-driver-nfs";
import genericDevicePlugin from "./system/generic-device-plugin";
import homeOpsRunner from "./system/home-ops-runner";
import intelDevicePlugins from "./system/intel-device-plugins";
import keda from "./system/keda";
import nodeFeatureDiscovery from "./system/node-feature-discovery";
import rclone from "./system/rclone";
import reloader from "./system/reloader";
import snapshotController from "./system/snapshot-controller";
import spegel from "./system/spegel";
import tuppr from "./system/tuppr";
import volsync from "./system/volsync";

/**
 * Every app by name, in the order of their categories. A new app is one file and one line here.
 */
const entries = [
  browserUse,
  openWebui,
  zeroclaw,
  actual,
  firefly,
  fireflyImporter,
  certManager,
  cloudnativePg,
  dragonflyOperator,
  homeAssistant,
  homeAssistantVm,
  matterServer,
  mosquitto,
  otbr,
  printer3d,
  zigbee2mqtt,
  cilium,
  coredns,
  descheduler,
  kubeletCsrApprover,
  metricsServer,
  multus,
  autobrr,
  bazarr,
  flaresolverr,
  jellyfin,
  jellyfinSync,
  kometa,
  maintainerr,
  plex,
  prowlarr,
  qbittorrent,
  qbittorrentRace,
  qui,
  radarr,
  recyclarr,
  sabnzbd,
  seerr,
  sonarr,
  tautulli,
  threadfin,
  ytptube,
  blackboxExporter,
  fluentBit,
  gatus,
  grafana,
  karma,
  kite,
  kromgo,
  kubePrometheusStack,
  loki,
  nutExporter,
  plexExporter,
  prowlarrExporter,
  qbittorrentExporter,
  radarrExporter,
  seerrExporter,
  silenceOperator,
  snmpExporter,
  sonarrExporter,
  tautulliExporter,
  unpoller,
  cloudflared,
  envoyGateway,
  externalDns,
  externalDnsUnifi,
  nginx,
  openspeedtest,
  smtpRelay,
  tailscale,
  openebs,
  rookCeph,
  authelia,
  awsIdentityWebhook,
  externalSecrets,
  lldap,
  onepasswordConnect,
  cryptgeon,
  echoServer,
  excalidraw,
  glance,
  guacamole,
  guacd,
  homebox,
  homepage,
  houseHunter,
  immich,
  immichMachineLearning,
  komga,
  mealie,
  miniflux,
  minio,
  n8n,
  pairdrop,
  pgadmin,
  radicale,
  rrda,
  searxng,
  sharkord,
  spoolman,
  tandoor,
  thelounge,
  vaultwarden,
  whoami,
  actionsRunnerController,
  csiDriverNfs,
  genericDevicePlugin,
  homeOpsRunner,
  intelDevicePlugins,
  keda,
  nodeFeatureDiscovery,
  rclone,
  reloader,
  snapshotController,
  spegel,
  tuppr,
  volsync,
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
