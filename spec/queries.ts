import type { App, ImageApp } from "./app/app";
import { isImageApp } from "./app/app";
import type {
  ClusterSpec,
  GatewaySpec,
  HardwareProfile,
  NodeSpec,
  StorageClassSpec,
} from "./cluster";
import { own } from "./lookup";
import type { Architecture } from "./primitives";
import type { StorageRole } from "./storage";

/** A node with its host name and hardware profile. */
export interface NamedNode {
  readonly name: string;
  readonly node: NodeSpec;
  /** The profile, with the node's own kernel arguments after those of the profile. */
  readonly hardware: HardwareProfile;
}

/** All nodes in the order of the stack. Nodes whose profile is missing are left out; a rule reports them. */
export function nodesOf(spec: Pick<ClusterSpec, "nodes" | "hardware">): NamedNode[] {
  return Object.entries(spec.nodes).flatMap(([name, node]) => {
    const hardware = own(spec.hardware, node.hardware);
    return hardware === undefined ? [] : [{ name, node, hardware: withArguments(hardware, node) }];
  });
}

function withArguments(hardware: HardwareProfile, { kernelArgs }: NodeSpec): HardwareProfile {
  if (kernelArgs.length === 0) return hardware;
  return { ...hardware, kernelArgs: [...hardware.kernelArgs, ...kernelArgs] };
}

/** The control planes in the order of the stack; the first is the one that is bootstrapped. */
export function controlPlanesOf(spec: Pick<ClusterSpec, "nodes" | "hardware">): NamedNode[] {
  return nodesOf(spec).filter(({ node }) => node.role === "controlplane");
}

/** The workers in the order of the stack. */
export function workersOf(spec: Pick<ClusterSpec, "nodes" | "hardware">): NamedNode[] {
  return nodesOf(spec).filter(({ node }) => node.role === "worker");
}

/** The nodes with at least one Ceph disk. */
export function cephNodesOf(spec: Pick<ClusterSpec, "nodes" | "hardware">): NamedNode[] {
  return nodesOf(spec).filter(({ node }) => node.ceph.length > 0);
}

/** The architectures of the nodes that run workloads. */
export function architecturesOf(spec: Pick<ClusterSpec, "nodes" | "hardware">): Architecture[] {
  return [...new Set(nodesOf(spec).map(({ hardware }) => hardware.architecture))].sort();
}

/** The storage class that fulfils a role, undefined where the stack has none. */
export function storageClassOf(
  spec: Pick<ClusterSpec, "storageClasses">,
  role: StorageRole,
): StorageClassSpec | undefined {
  return spec.storageClasses.find((one) => one.role === role);
}

/** The gateway that the tunnel leads to, undefined where there is no tunnel. */
export function tunnelGatewayOf(
  spec: Pick<ClusterSpec, "gateways" | "ingress">,
): GatewaySpec | undefined {
  const tunnel = spec.ingress.cloudflare?.tunnel;
  return tunnel === undefined ? undefined : own(spec.gateways, tunnel.gateway);
}

/** The full host name of a route's host label; `@` is the domain itself. */
export function hostName(spec: Pick<ClusterSpec, "domain">, label: string): string {
  return label === "@" ? spec.domain : `${label}.${spec.domain}`;
}

/** A route of an app with its full host name. */
export interface NamedRoute {
  readonly app: App;
  /** Key of the route in the app. */
  readonly key: string;
  readonly route: App["routes"][string];
  /** Full host name; undefined for TCP and UDP routes without one. */
  readonly host: string | undefined;
}

/** All routes of all apps. */
export function routesOf(spec: Pick<ClusterSpec, "apps" | "domain">): NamedRoute[] {
  return Object.values(spec.apps).flatMap((app) =>
    Object.entries(app.routes).map(([key, route]) => ({
      app,
      key,
      route,
      host: route.host === undefined ? undefined : hostName(spec, route.host),
    })),
  );
}

/** Where people find the web page of an app, undefined where the stack gives it no HTTP route. */
export function webAddress(
  spec: Pick<ClusterSpec, "apps" | "domain">,
  name: string,
): string | undefined {
  const found = routesOf(spec).find(
    ({ app, route, host }) => app.name === name && route.protocol === "HTTP" && host !== undefined,
  );
  return found?.host === undefined ? undefined : `https://${found.host}`;
}

/** The apps that are made from an image. */
export function imageAppsOf(spec: Pick<ClusterSpec, "apps">): ImageApp[] {
  return Object.values(spec.apps).filter(isImageApp);
}

/** Where the Kubernetes API is reached: the VIP, or the first control plane where there is none. */
export function apiAddressOf(spec: Pick<ClusterSpec, "network" | "nodes" | "hardware">): string {
  const first = controlPlanesOf(spec)[0];
  const address = spec.network.vip ?? first?.node.address;
  if (address === undefined) throw new TypeError("a cluster without control plane");
  return address;
}
