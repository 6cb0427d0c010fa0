import cilium from "../../../catalog/kube-system/cilium";
import coredns from "../../../catalog/kube-system/coredns";
import type { AppInput } from "../../../spec/app/app";
import type { ClusterInput, ClusterSpec } from "../../../spec/cluster";
import { validate } from "../../../spec/validate";

const resources = {
  requests: { cpu: "10m", memory: "16Mi" },
  limits: { memory: "64Mi" },
} as const;

/** Apps with every kind of route. */
const catalog: Readonly<Record<string, AppInput>> = {
  cilium,
  coredns,
  whoami: {
    name: "whoami",
    category: "selfhosted",
    description: "Prints what it knows of a request",
    image: "docker.io/traefik/whoami",
    ports: { http: 8080, admin: 9090 },
    routes: { web: { gateway: "external", host: "whoami" } },
    resources,
  },
  ldap: {
    name: "ldap",
    category: "security",
    description: "A directory with a web page",
    image: "docker.io/traefik/whoami",
    ports: { ldap: 3890, web: 17170 },
    routes: {
      ldap: { gateway: "internal", host: "ldap", protocol: "TCP", listener: 389, port: "ldap" },
      web: { gateway: "internal", host: "people", port: "web" },
    },
    resources,
  },
  voice: {
    name: "voice",
    category: "selfhosted",
    description: "A voice server",
    image: "docker.io/traefik/whoami",
    ports: { media: { port: 40000, protocol: "UDP" } },
    routes: { media: { gateway: "external", protocol: "UDP", listener: 40000 } },
    resources,
  },
};

const pc: ClusterInput["hardware"][string] = {
  description: "A computer",
  architecture: "amd64",
  cpus: 4,
  memoryMiB: 16384,
  nics: [{ driver: "e1000e", speedMbps: 1000 }],
};

const node = (role: "controlplane" | "worker", address: string) => ({
  role,
  hardware: "pc",
  address,
  systemDisk: { device: "/dev/sda" },
});

/** One LAN, L2 announcements, tunnel through nginx, public DNS for the internal hosts too, Tailscale. */
const homeInput: ClusterInput = {
  name: "home",
  domain: "example.com",
  timeZone: "Europe/Zurich",
  talos: { version: "v1.12.4", contractVersion: "v1.12" },
  kubernetes: { version: "v1.35.1" },
  network: {
    lan: { cidr: "192.168.0.0/24", gateway: "192.168.0.1" },
    vip: "192.168.0.200",
    loadBalancer: { range: { start: "192.168.0.220", end: "192.168.0.239" } },
  },
  gateways: {
    internal: { address: "192.168.0.238", exposure: "private" },
    external: { address: "192.168.0.239", exposure: "public" },
  },
  ingress: {
    cloudflare: { tunnel: { reverseProxy: { address: "192.168.0.231" } } },
    certificates: { email: "admin@example.com" },
    tailscale: {},
  },
  hardware: { pc },
  nodes: {
    "node-1": node("controlplane", "192.168.0.201"),
    "node-2": node("controlplane", "192.168.0.202"),
    "node-3": node("controlplane", "192.168.0.203"),
    "node-4": node("worker", "192.168.0.204"),
  },
  secretStore: { provider: "generated" },
  apps: { whoami: {}, ldap: {} },
};

/** A bonded LAN device, split DNS on UniFi, VLANs for pods, no nginx and no Tailscale. */
const trioInput: ClusterInput = {
  ...homeInput,
  name: "trio",
  kubernetes: { version: "v1.35.1", scheduleOnControlPlanes: true },
  network: {
    lan: { cidr: "192.168.5.0/24", gateway: "192.168.5.1", interface: "bond+" },
    pods: "10.42.0.0/16",
    services: "10.43.0.0/16",
    vip: "192.168.5.210",
    vlans: {
      vpn: {
        id: 99,
        cidr: "192.168.99.0/24",
        gateway: "192.168.99.1",
        purpose: "Egress through the VPN of the router",
        egress: "public",
      },
      iot: {
        id: 107,
        cidr: "192.168.107.0/24",
        gateway: "192.168.107.1",
        purpose: "Things without a keyboard",
      },
    },
    loadBalancer: {
      range: { start: "192.168.5.231", end: "192.168.5.250" },
      advertisement: { mode: "l2", interfaces: ["^bond0$"] },
    },
  },
  gateways: {
    internal: { address: "192.168.5.231", exposure: "private" },
    external: { address: "192.168.5.241", exposure: "public", replicas: 3 },
  },
  ingress: {
    cloudflare: { tunnel: {} },
    splitDns: { provider: "unifi", controller: "192.168.1.1" },
    certificates: { email: "admin@example.com" },
  },
  nodes: {
    "node-1": trioNode("192.168.5.211"),
    "node-2": trioNode("192.168.5.212"),
    "node-3": trioNode("192.168.5.213"),
  },
  apps: { whoami: {}, voice: {} },
};

function trioNode(address: string) {
  return {
    ...node("controlplane", address),
    interfaces: {
      bond0: {
        bond: { mode: "active-backup" as const, members: [{ driver: "e1000e" }] },
        vlans: ["vpn", "iot"],
      },
    },
  };
}

/** No account anywhere: neither Cloudflare nor Let's Encrypt. */
const labInput: ClusterInput = {
  ...homeInput,
  name: "lab",
  kubernetes: { version: "v1.35.1", scheduleOnControlPlanes: true },
  gateways: {
    internal: { address: "192.168.0.238", exposure: "private" },
    external: { address: "192.168.0.239", exposure: "private" },
  },
  ingress: { certificates: { issuer: "self-signed" } },
  nodes: { "node-1": node("controlplane", "192.168.0.201") },
  apps: {},
};

const inputs = { home: homeInput, trio: trioInput, lab: labInput };

/** A small valid cluster like the stack of that name, with `change` merged over its top level. */
export function cluster(
  name: keyof typeof inputs,
  change: Partial<ClusterInput> = {},
): ClusterSpec {
  return validate(
    name,
    { ...inputs[name], ...change },
    {
      catalog,
      pins: { cilium: "1.19.1", rook: "v1.19.1" },
    },
  );
}
