import { isImageApp } from "../../app/app";
import type { ClusterSpec } from "../../cluster";
import { at } from "../../report";

/** What kind of thing holds an address; rules differ in which kinds they look at. */
export type AddressKind =
  | "router"
  | "device"
  | "machine"
  | "node"
  | "interface"
  | "vip"
  | "gateway"
  | "proxy"
  | "app"
  | "vlan-router"
  | "attachment";

/** An address that the spec fixes, with its owner. */
export interface OwnedAddress {
  readonly kind: AddressKind;
  /** Where the address stands. */
  readonly path: string;
  /** Its owner in words, e.g. `node pi-01`. */
  readonly owner: string;
  readonly address: string;
}

/** Every address that the spec fixes, in the order of the spec. */
export function ownedAddresses(spec: ClusterSpec): OwnedAddress[] {
  return [
    ...networkAddresses(spec),
    ...machineAddresses(spec),
    ...ingressAddresses(spec),
    ...appAddresses(spec),
  ];
}

function networkAddresses({ network }: ClusterSpec): OwnedAddress[] {
  const { lan, vip, vlans } = network;
  const found: OwnedAddress[] = [
    {
      kind: "router",
      path: "network.lan.gateway",
      owner: "the LAN's router",
      address: lan.gateway,
    },
  ];
  for (const [name, address] of Object.entries(lan.reserved)) {
    found.push({
      kind: "device",
      path: at("network", "lan", "reserved", name),
      owner: `the reserved device ${name}`,
      address,
    });
  }
  if (vip !== undefined) {
    found.push({ kind: "vip", path: "network.vip", owner: "the VIP", address: vip });
  }
  for (const [name, vlan] of Object.entries(vlans)) {
    found.push({
      kind: "vlan-router",
      path: at("network", "vlans", name, "gateway"),
      owner: `the router of VLAN ${name}`,
      address: vlan.gateway,
    });
  }
  return found;
}

function machineAddresses({ nodes, inventory }: ClusterSpec): OwnedAddress[] {
  const found: OwnedAddress[] = [];
  for (const [name, node] of Object.entries(nodes)) {
    found.push({
      kind: "node",
      path: at("nodes", name, "address"),
      owner: `node ${name}`,
      address: node.address,
    });
    for (const [key, { address }] of Object.entries(node.interfaces ?? {})) {
      // The first interface may repeat the node's own address.
      if (address === undefined || address === node.address) continue;
      found.push({
        kind: "interface",
        path: at("nodes", name, "interfaces", key, "address"),
        owner: `interface ${key} of node ${name}`,
        address,
      });
    }
  }
  for (const [name, { address }] of Object.entries(inventory)) {
    if (address === undefined) continue;
    found.push({
      kind: "machine",
      path: at("inventory", name, "address"),
      owner: `machine ${name}`,
      address,
    });
  }
  return found;
}

function ingressAddresses({ gateways, ingress }: ClusterSpec): OwnedAddress[] {
  const found: OwnedAddress[] = Object.values(gateways).map(({ name, address }) => ({
    kind: "gateway",
    path: at("gateways", name, "address"),
    owner: `gateway ${name}`,
    address,
  }));
  const proxy = ingress.cloudflare?.tunnel?.reverseProxy;
  if (proxy !== undefined) {
    found.push({
      kind: "proxy",
      path: "ingress.cloudflare.tunnel.reverseProxy.address",
      owner: "the tunnel's reverse proxy",
      address: proxy.address,
    });
  }
  return found;
}

function appAddresses({ apps }: ClusterSpec): OwnedAddress[] {
  const found: OwnedAddress[] = [];
  for (const [name, app] of Object.entries(apps)) {
    if (!isImageApp(app)) continue;
    if (app.loadBalancer !== undefined) {
      found.push({
        kind: "app",
        path: at("apps", name, "loadBalancer", "address"),
        owner: `app ${name}`,
        address: app.loadBalancer.address,
      });
    }
    for (const [vlan, { address }] of Object.entries(app.networks)) {
      found.push({
        kind: "attachment",
        path: at("apps", name, "networks", vlan, "address"),
        owner: `app ${name} in VLAN ${vlan}`,
        address,
      });
    }
  }
  return found;
}
