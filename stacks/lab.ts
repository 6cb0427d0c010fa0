import type { AppSelection } from "../catalog";
import type { ClusterInput } from "../spec/cluster";
import { defineStack } from "../spec/define";
import { am06, raspberryPi4, t440p } from "./hardware";

type Node = ClusterInput["nodes"][string];

/** Nothing on a simulated machine is worth keeping, so a destroyed lab can go up again. */
const RESET = { resetOnDestroy: true };

const pi = (address: string): Node => ({
  role: "controlplane",
  hardware: "raspberry-pi-4",
  address,
  systemDisk: { transport: "usb" },
  ...RESET,
});

const mini = (address: string, serial: string): Node => ({
  role: "worker",
  hardware: "am06",
  address,
  systemDisk: { transport: "sata" },
  ceph: [{ byId: `/dev/disk/by-id/nvme-AirDisk_512GB_SSD_${serial}` }],
  ...RESET,
});

/**
 * The lab: small, of two architectures, with every layer on and apps of each category. It needs no
 * account, no key and no hardware.
 */
export default defineStack({
  name: "lab",
  description: "Simulated machines on one computer",
  domain: "lab.example.com",
  timeZone: "Etc/UTC",
  // renovate: datasource=docker depName=ghcr.io/siderolabs/installer
  talos: { version: "v1.12.4", contractVersion: "v1.12" },
  // renovate: datasource=docker depName=ghcr.io/siderolabs/kubelet
  kubernetes: { version: "v1.35.1", scheduleOnControlPlanes: true },
  network: {
    lan: {
      cidr: "10.5.0.0/24",
      gateway: "10.5.0.1",
      dhcp: { start: "10.5.0.100", end: "10.5.0.199" },
      reserved: { nas: "10.5.0.5" },
    },
    vip: "10.5.0.10",
    loadBalancer: { range: { start: "10.5.0.220", end: "10.5.0.239" } },
  },
  gateways: {
    internal: { address: "10.5.0.238", exposure: "private" },
    external: { address: "10.5.0.239", exposure: "public" },
  },
  ingress: {
    cloudflare: { tunnel: { gateway: "external" } },
    certificates: { issuer: "self-signed" },
  },
  hardware: { "raspberry-pi-4": raspberryPi4, am06, t440p },
  nodes: {
    "pi-01": pi("10.5.0.11"),
    "pi-02": pi("10.5.0.12"),
    "pi-03": pi("10.5.0.13"),
    "mini-01": mini("10.5.0.21", "LAB0000001"),
    "mini-02": mini("10.5.0.22", "LAB0000002"),
    "mini-03": mini("10.5.0.23", "LAB0000003"),
    "laptop-01": {
      role: "worker",
      hardware: "t440p",
      address: "10.5.0.31",
      systemDisk: { model: "SAMSUNG*" },
      ...RESET,
    },
  },
  storage: {
    ceph: {},
    local: {},
    nfs: {
      server: "nas.lab.example.com",
      shares: { media: { path: "/volume1/media", storageClass: "nfs-media" } },
    },
  },
  backup: { target: { endpoint: "https://s3.lab.example.com", bucket: "lab-backup" } },
  // Simulated machines and pods come in seconds; whoever waits longer waits for an error.
  timeouts: {
    machines: "1m",
    bootstrap: "2m",
    kubernetesApi: "2m",
    nodesReady: "3m",
    cephHealthy: "5m",
  },
  databases: { main: { instances: 2, size: "1Gi" } },
  caches: { main: {} },
  secretStore: { provider: "generated" },
  identity: {},
  apps: {
    // ai
    zeroclaw: {},
    // banking
    firefly: {},
    // cloudnative-pg
    "cloudnative-pg": {},
    // home-automation
    "home-assistant": { loadBalancer: { address: "10.5.0.227" } },
    mosquitto: { loadBalancer: { address: "10.5.0.226" } },
    // media
    jellyfin: { loadBalancer: { address: "10.5.0.229" } },
    prowlarr: {},
    sonarr: {},
    // monitoring
    gatus: {},
    grafana: {},
    "kube-prometheus-stack": {},
    loki: {},
    "fluent-bit": {},
    // openebs
    openebs: {},
    // rook-ceph
    "rook-ceph": {},
    // security
    authelia: {},
    "external-secrets": {},
    lldap: {},
    // selfhosted
    "echo-server": {},
    miniflux: {},
    searxng: {},
    whoami: {},
    // system
    "intel-device-plugins": {},
    "node-feature-discovery": {},
    reloader: {},
    volsync: {},
  } satisfies AppSelection,
});
