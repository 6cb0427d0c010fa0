import cilium from "../../../catalog/kube-system/cilium";
import coredns from "../../../catalog/kube-system/coredns";
import type { AppInput } from "../../../spec/app/app";
import type { ClusterInput, ClusterSpec } from "../../../spec/cluster";
import { validate } from "../../../spec/validate";
import trio from "../../../stacks/trio";

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

/** Machines and networks of the stack trio: a bond, VLANs for pods, split DNS on UniFi, no nginx. */
const trioInput: ClusterInput = {
  name: trio.name,
  domain: trio.domain,
  timeZone: trio.timeZone,
  talos: trio.talos,
  kubernetes: trio.kubernetes,
  network: trio.network,
  gateways: trio.gateways,
  ingress: trio.ingress,
  hardware: trio.hardware,
  nodes: Object.fromEntries(
    Object.entries(trio.nodes).map(([name, machine]) => [name, { ...machine, ceph: [] }]),
  ),
  secretStore: trio.secretStore,
  apps: { whoami: {}, voice: {} },
};

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
