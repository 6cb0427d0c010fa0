import type { App } from "../../spec/app/app";
import { isImageApp, isOutsideApp } from "../../spec/app/app";
import { PLACEHOLDER } from "../../spec/app/texts";
import type { ClusterSpec } from "../../spec/cluster";
import { hostName } from "../../spec/queries";
import { usbDeviceOf } from "./devices";
import { servicePortsOf } from "./ports";

/**
 * Replaces the `{{…}}` in a text of an app by what they stand for.
 *
 * @param app the app whose text it is
 * @throws Error naming the app and the placeholder that stands for nothing in this stack; the spec's
 * rules report that before anything is built
 */
export function resolveText(spec: ClusterSpec, app: App, text: string): string {
  return text.replaceAll(PLACEHOLDER, (placeholder, word: string, other: string | undefined) => {
    const value = valueOf(spec, app, word, other);
    if (value === undefined)
      throw new Error(`${app.name}: nothing for ${placeholder} in the stack`);
    return value;
  });
}

/** All texts in a value resolved, at any depth. */
export function resolveTexts<T>(spec: ClusterSpec, app: App, value: T): T {
  const walk = (node: unknown): unknown => {
    if (typeof node === "string") return resolveText(spec, app, node);
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(child)]));
  };
  return walk(value) as T;
}

function valueOf(
  spec: ClusterSpec,
  app: App,
  word: string,
  other: string | undefined,
): string | undefined {
  const subject = other === undefined ? app : spec.apps[other];
  if (subject === undefined) return undefined;
  switch (word) {
    case "app":
      return clusterUrl(subject);
    case "service":
      return serviceHost(subject);
    case "host":
      return firstHost(spec, subject);
    case "url": {
      const host = firstHost(spec, subject);
      return host === undefined ? undefined : `https://${host}`;
    }
    default:
      return other === undefined ? ownValue(spec, app, word) : undefined;
  }
}

function ownValue(spec: ClusterSpec, app: App, word: string): string | undefined {
  switch (word) {
    case "domain":
      return spec.domain;
    case "timeZone":
      return spec.timeZone;
    case "lan":
      return spec.network.lan.cidr;
    case "pods":
      return spec.network.pods;
    case "baseDn":
      return baseDn(spec.domain);
    case "name":
      return app.name;
    case "address":
      return isImageApp(app) ? app.loadBalancer?.address : undefined;
    case "usb":
      return isImageApp(app) ? usbDeviceOf(spec, app)?.path : undefined;
    default:
      return undefined;
  }
}

/** `example.com` as LDAP name: `dc=example,dc=com`. */
export function baseDn(domain: string): string {
  return domain
    .split(".")
    .map((part) => `dc=${part}`)
    .join(",");
}

function firstHost(spec: ClusterSpec, app: App): string | undefined {
  const route = Object.values(app.routes).find(({ host }) => host !== undefined);
  return route?.host === undefined ? undefined : hostName(spec, route.host);
}

function serviceHost(app: App): string | undefined {
  if (isOutsideApp(app)) return app.backend.address ?? app.backend.host;
  const name = isImageApp(app) ? app.name : (app.service?.name ?? app.name);
  return `${name}.${app.category}.svc.cluster.local`;
}

function clusterUrl(app: App): string | undefined {
  if (isOutsideApp(app)) {
    const { port, tls } = app.backend;
    return `${tls === undefined ? "http" : "https"}://${serviceHost(app) ?? ""}:${String(port)}`;
  }
  const port = isImageApp(app) ? servicePortsOf(app)[0]?.port : app.service?.port;
  return port === undefined ? undefined : `http://${serviceHost(app) ?? ""}:${String(port)}`;
}
