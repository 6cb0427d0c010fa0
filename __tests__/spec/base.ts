import type { AppInput } from "../../spec/app/app";
import type { ClusterInput } from "../../spec/cluster";
import type { ValidationContext } from "../../spec/validate";

const resources = {
  requests: { cpu: "50m", memory: "128Mi" },
  limits: { memory: "256Mi" },
};

/** Apps of the made-up catalogue that the fixtures select from. */
export const catalog: Record<string, AppInput> = {
  web: {
    name: "web",
    category: "selfhosted",
    description: "A page with a database",
    image: "docker.io/traefik/whoami",
    ports: { http: 8080 },
    routes: { main: { gateway: "external", host: "web" } },
    volumes: { data: { mount: "/data", size: "1Gi", backup: true } },
    secrets: { API_KEY: "api-key" },
    database: {},
    env: { DB: { database: "uri" }, KEY: { secret: "API_KEY" } },
    resources,
  },
  media: {
    name: "media",
    category: "media",
    description: "Streams films",
    image: "docker.io/traefik/whoami",
    architectures: ["amd64"],
    ports: { http: 8096 },
    routes: { main: { gateway: "internal", host: "media" } },
    volumes: { films: { mount: "/films", nfs: "films" } },
    devices: { gpu: "intel" },
    resources,
  },
  mqtt: {
    name: "mqtt",
    category: "home-automation",
    description: "Passes messages",
    image: "docker.io/traefik/whoami",
    ports: { mqtt: 1883 },
    routes: { tcp: { gateway: "internal", protocol: "TCP", listener: 1883 } },
    resources,
  },
  chart: {
    name: "chart",
    category: "system",
    description: "A chart without routes",
    chart: "reloader",
  },
  authelia: {
    name: "authelia",
    category: "security",
    description: "Logs people in",
    layer: "identity",
    dependsOn: ["lldap"],
  },
  lldap: {
    name: "lldap",
    category: "security",
    description: "Knows people",
    layer: "identity",
  },
  "smtp-relay": {
    name: "smtp-relay",
    category: "networking",
    description: "Sends mail",
    layer: "identity",
  },
  "intel-device-plugins": {
    name: "intel-device-plugins",
    category: "system",
    description: "Hands out GPUs",
    layer: "system",
  },
};

/** A small valid cluster of both architectures with every layer on, which the fixtures change. */
export const base: ClusterInput = {
  name: "demo",
  domain: "example.com",
  timeZone: "Europe/Zurich",
  talos: { version: "v1.12.4", contractVersion: "v1.12" },
  kubernetes: { version: "v1.35.1" },
  network: {
    lan: {
      cidr: "192.168.0.0/24",
      gateway: "192.168.0.1",
      dhcp: { start: "192.168.0.100", end: "192.168.0.150" },
      reserved: { nas: "192.168.0.5" },
    },
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
  },
  hardware: {
    rpi4: {
      description: "Raspberry Pi 4",
      architecture: "arm64",
      board: "rpi_generic",
      overlay: { name: "rpi_generic", image: "siderolabs/sbc-raspberrypi" },
      cpus: 4,
      memoryMiB: 3900,
      disks: [{ device: "/dev/mmcblk0", model: "SD", size: "64Gi", transport: "mmc" }],
      nics: [{ driver: "bcmgenet", speedMbps: 1000 }],
    },
    minipc: {
      description: "Mini PC",
      architecture: "amd64",
      extensions: ["siderolabs/i915", "siderolabs/intel-ucode"],
      cpus: 8,
      memoryMiB: 15900,
      disks: [
        { device: "/dev/sda", model: "Boot SSD", size: "128Gi", transport: "sata" },
        { device: "/dev/nvme0n1", model: "Data NVMe", size: "512Gi", transport: "nvme" },
      ],
      nics: [{ driver: "r8169", speedMbps: 1000 }],
      gpu: "intel",
    },
    pi3: {
      description: "Raspberry Pi 3B+",
      architecture: "arm64",
      board: "rpi_generic",
      overlay: { name: "rpi_generic", image: "siderolabs/sbc-raspberrypi" },
      cpus: 4,
      memoryMiB: 906,
      disks: [{ device: "/dev/mmcblk0", model: "SD", size: "32Gi", transport: "mmc" }],
      nics: [{ driver: "lan78xx", speedMbps: 300 }],
      supported: false,
    },
  },
  nodes: {
    "cp-1": controlPlane("192.168.0.201"),
    "cp-2": controlPlane("192.168.0.202"),
    "cp-3": controlPlane("192.168.0.203"),
    "w-1": worker("192.168.0.211", "1"),
    "w-2": worker("192.168.0.212", "2"),
    "w-3": worker("192.168.0.213", "3"),
  },
  inventory: { old: { hardware: "pi3", reason: "Less than 1 GiB", address: "192.168.0.9" } },
  storage: {
    ceph: {},
    local: {},
    nfs: {
      server: "nas.example.com",
      shares: { films: { path: "/volume1/films", storageClass: "nfs-films" } },
    },
  },
  backup: { target: { endpoint: "https://s3.example.com", bucket: "backups" } },
  databases: { main: { size: "10Gi" } },
  caches: { main: {} },
  secretStore: { provider: "generated" },
  identity: {},
  mail: { host: "smtp.example.com", from: "home@example.com" },
  apps: { web: {}, media: {}, mqtt: {}, chart: {}, "intel-device-plugins": {} },
};

export const context: ValidationContext = {
  catalog,
  pins: { cilium: "1.19.1", rook: "v1.19.1" },
};

function controlPlane(address: string) {
  return {
    role: "controlplane" as const,
    hardware: "rpi4",
    address,
    systemDisk: { device: "/dev/mmcblk0" },
  };
}

function worker(address: string, serial: string) {
  return {
    role: "worker" as const,
    hardware: "minipc",
    address,
    systemDisk: { transport: "sata" as const },
    ceph: [{ transport: "nvme" as const, serial: `nvme-${serial}` }],
  };
}
