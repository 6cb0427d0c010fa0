import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { ITCPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/TCPRoute";
import type { IUDPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1alpha2/UDPRoute";
import type { App } from "../../spec/app/app";
import type { Filters } from "../../spec/app/route";
import type { ClusterSpec, GatewaySpec } from "../../spec/cluster";
import { hostName } from "../../spec/queries";
import {
  DNS_LABEL,
  HTTPS_LISTENER,
  NETWORK_NAMESPACE,
  appSelector,
  gatewayObjectName,
  streamListener,
} from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { DNS_HOSTNAME, DNS_PROXIED } from "./dns-annotations";
import { routeFilters } from "./route-filters";

type Route = App["routes"][string];

/** What routes lead to. The first port is the main one; a Backend has its own. */
export interface RouteService {
  /** @default "Service" */
  readonly kind?: "Service" | "Backend";
  readonly name: string;
  /** Its namespace, in which the routes are made too, so that no ReferenceGrant is needed. */
  readonly namespace: string;
  readonly ports: readonly { readonly name: string; readonly port: number }[];
}

/** Name of a route's object: the app's name, and the route's key where that says more. */
export function routeObjectName(app: Pick<App, "name">, key: string): string {
  return key === app.name || key.startsWith(`${app.name}-`) ? key : `${app.name}-${key}`;
}

/**
 * The route objects of an app: one HTTPRoute, TCPRoute or UDPRoute for each of its `routes`,
 * attached to its gateway's listener. Logins in front of a route are the identity layer's.
 *
 * Fields that the API server would default are written out, so that a server-side apply owns them
 * and a GitOps engine sees no drift.
 *
 * @throws Error where a route names a gateway or port that is not there; the spec's rules report
 * that before anything is built
 */
export function routeObjects(
  spec: ClusterSpec,
  app: App,
  service: RouteService,
): KubernetesObject[] {
  return Object.entries(app.routes).map(([key, route]) => {
    const gateway = spec.gateways[route.gateway];
    if (gateway === undefined) throw new Error(`${app.name}: no gateway ${route.gateway}`);
    const name = routeObjectName(app, key);
    return route.protocol === "HTTP"
      ? httpRoute(spec, app, name, route, gateway, service)
      : streamRoute(spec, app, name, route, route.protocol, gateway, service);
  });
}

function httpRoute(
  spec: ClusterSpec,
  app: App,
  name: string,
  route: Route,
  gateway: GatewaySpec,
  service: RouteService,
): KubernetesObject {
  if (route.host === undefined) throw new Error(`${app.name}: HTTP route ${name} has no host`);
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: {
      name,
      namespace: service.namespace,
      labels: { ...appSelector(app.name), ...DNS_LABEL },
      ...(spec.ingress.cloudflare === undefined
        ? {}
        : { annotations: { [DNS_PROXIED]: String(route.proxied ?? gateway.proxied) } }),
    },
    spec: {
      parentRefs: [parentRef(gateway, HTTPS_LISTENER)],
      hostnames: [hostName(spec, route.host)],
      rules: routeRules(spec, app, route, service),
    },
  } satisfies IHTTPRoute & KubernetesObject;
}

/** The rule of the route's path, and one for each longer path; the gateway takes the longest. */
function routeRules(spec: ClusterSpec, app: App, route: Route, service: RouteService) {
  const rule = (path: string, port: string | undefined, filters: Filters | undefined) => ({
    matches: [{ path: { type: "PathPrefix" as const, value: path } }],
    ...(filters === undefined ? {} : { filters: routeFilters(spec, filters) }),
    // A request that is redirected has no backend: the Gateway API refuses both together.
    ...(filters?.redirect === undefined ? { backendRefs: [backendRef(app, port, service)] } : {}),
  });
  return [
    rule(route.path, route.port, route.filters),
    ...Object.entries(route.paths ?? {}).map(([path, one]) =>
      rule(path, one.port ?? route.port, one.filters ?? route.filters),
    ),
  ];
}

function streamRoute(
  spec: ClusterSpec,
  app: App,
  name: string,
  route: Route,
  protocol: "TCP" | "UDP",
  gateway: GatewaySpec,
  service: RouteService,
): KubernetesObject {
  const target = service.ports.find((port) => port.name === route.port) ?? service.ports[0];
  const listener = route.listener ?? target?.port;
  if (listener === undefined) throw new Error(`${app.name}: ${name} has no listener`);
  const object = {
    apiVersion: "gateway.networking.k8s.io/v1alpha2" as const,
    metadata: {
      name,
      namespace: service.namespace,
      labels: { ...appSelector(app.name), ...streamDnsLabel(spec, route, gateway) },
      // A TCP or UDP route has no host name of its own; external-dns takes it from here.
      ...(route.host === undefined
        ? {}
        : { annotations: { [DNS_HOSTNAME]: hostName(spec, route.host), [DNS_PROXIED]: "false" } }),
    },
    spec: {
      parentRefs: [parentRef(gateway, streamListener(protocol, listener))],
      rules: [{ backendRefs: [backendRef(app, route.port, service)] }],
    },
  };
  return protocol === "TCP"
    ? ({ ...object, kind: "TCPRoute" } satisfies ITCPRoute & KubernetesObject)
    : ({ ...object, kind: "UDPRoute" } satisfies IUDPRoute & KubernetesObject);
}

/**
 * Whether a TCP or UDP route's host is published. The tunnel carries HTTP only, so the host of such
 * a route on a public gateway is of use in the LAN alone, where split DNS makes it known.
 */
function streamDnsLabel(spec: ClusterSpec, route: Route, gateway: GatewaySpec) {
  const reachable = gateway.exposure === "private" || spec.ingress.splitDns !== undefined;
  return route.host !== undefined && reachable ? DNS_LABEL : {};
}

function parentRef(gateway: GatewaySpec, sectionName: string) {
  return {
    group: "gateway.networking.k8s.io",
    kind: "Gateway",
    name: gatewayObjectName(gateway.name),
    namespace: NETWORK_NAMESPACE,
    sectionName,
  };
}

function backendRef(app: App, name: string | undefined, service: RouteService) {
  if (service.kind === "Backend") {
    return { group: "gateway.envoyproxy.io", kind: "Backend", name: service.name, weight: 1 };
  }
  const port =
    name === undefined ? service.ports[0] : service.ports.find((one) => one.name === name);
  if (port === undefined) {
    throw new Error(`${app.name}: Service ${service.name} has no port ${name ?? "at all"}`);
  }
  return { group: "", kind: "Service", name: service.name, port: port.port, weight: 1 };
}
