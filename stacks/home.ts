import type { AppSelection } from "../catalog";
import { defineStack } from "../spec/define";
import { am06, raspberryPi3, raspberryPi4, t440p } from "./hardware";

/**
 * A mixed ARM64/AMD64 home: Raspberry Pis carry the control plane, mini-PCs the storage and most
 * workloads, laptops the media.
 */
export default defineStack({
  name: "home",
  description: "Raspberry Pi control plane, AM06 storage, T440p media",
  domain: "example.com",
  timeZone: "Europe/Zurich",
  talos: {
    // renovate: datasource=docker depName=ghcr.io/siderolabs/installer
    version: "v1.12.4",
    contractVersion: "v1.12",
    // Thread and Matter devices are reached over IPv6 through the border router.
    sysctls: { "net.ipv6.conf.all.forwarding": "1" },
  },
  kubernetes: {
    // renovate: datasource=docker depName=ghcr.io/siderolabs/kubelet
    version: "v1.35.1",
    scheduleOnControlPlanes: true,
    certSans: ["k8s.example.com"],
    // System disks of 128 GB also hold local volumes: images have to make room early.
    imageGarbageCollection: { highPercent: 60, lowPercent: 50 },
    serviceAccountIssuer: {
      url: "https://oidc.example.com/home",
      jwksUri: "https://k8s.example.com:6443/openid/v1/jwks",
    },
  },
  network: {
    lan: {
      cidr: "192.168.0.0/24",
      gateway: "192.168.0.1",
      dhcp: { start: "192.168.0.50", end: "192.168.0.199" },
      reserved: { nas: "192.168.0.10", "zigbee-coordinator": "192.168.0.11" },
    },
    vip: "192.168.0.200",
    loadBalancer: { range: { start: "192.168.0.220", end: "192.168.0.239" } },
  },
  gateways: {
    internal: { address: "192.168.0.238", exposure: "private" },
    external: { address: "192.168.0.239", exposure: "public" },
  },
  ingress: {
    cloudflare: {
      tunnel: { gateway: "external", reverseProxy: { address: "192.168.0.231" } },
    },
    splitDns: { provider: "unifi", controller: "192.168.0.1" },
    certificates: { issuer: "letsencrypt-production", email: "admin@example.com" },
    tailscale: {},
  },
  hardware: {
    "raspberry-pi-4": raspberryPi4,
    "raspberry-pi-3": raspberryPi3,
    am06,
    t440p,
  },
  nodes: {
    "pi-01": {
      role: "controlplane",
      hardware: "raspberry-pi-4",
      address: "192.168.0.211",
      systemDisk: { transport: "usb", minSize: "100Gi" },
    },
    "pi-02": {
      role: "controlplane",
      hardware: "raspberry-pi-4",
      address: "192.168.0.212",
      systemDisk: { transport: "usb", minSize: "100Gi" },
    },
    "pi-03": {
      role: "controlplane",
      hardware: "raspberry-pi-4",
      address: "192.168.0.213",
      systemDisk: { transport: "usb", minSize: "100Gi" },
    },
    "pi-04": {
      role: "worker",
      hardware: "raspberry-pi-4",
      address: "192.168.0.214",
      systemDisk: { transport: "usb", minSize: "100Gi" },
    },
    "t440p-01": {
      role: "worker",
      hardware: "t440p",
      address: "192.168.0.205",
      systemDisk: { model: "SAMSUNG*" },
      // Media and radios have this laptop to themselves.
      taints: [{ key: "dedicated", value: "media-home", effect: "NoSchedule" }],
      usb: {
        "thread-radio": {
          vendor: "1a86",
          product: "55d4",
          path: "/dev/serial/by-id/usb-ITEAD_SONOFF_Zigbee_3.0_USB_Dongle_Plus_V2_EXAMPLE-if00",
        },
      },
    },
    "t440p-02": {
      role: "worker",
      hardware: "t440p",
      address: "192.168.0.206",
      systemDisk: { model: "SAMSUNG*" },
    },
    "am06-01": {
      role: "worker",
      hardware: "am06",
      address: "192.168.0.201",
      systemDisk: { transport: "sata" },
      ceph: [{ byId: "/dev/disk/by-id/nvme-AirDisk_512GB_SSD_EXAMPLE0000001" }],
      usb: { ups: { vendor: "0463", product: "ffff" } },
    },
    "am06-02": {
      role: "worker",
      hardware: "am06",
      address: "192.168.0.202",
      systemDisk: { transport: "sata" },
      ceph: [{ byId: "/dev/disk/by-id/nvme-AirDisk_512GB_SSD_EXAMPLE0000002" }],
    },
    "am06-03": {
      role: "worker",
      hardware: "am06",
      address: "192.168.0.203",
      systemDisk: { transport: "sata" },
      ceph: [{ byId: "/dev/disk/by-id/nvme-AirDisk_512GB_SSD_EXAMPLE0000003" }],
    },
  },
  inventory: {
    "pi-3b": {
      hardware: "raspberry-pi-3",
      reason: "1 GB is below Talos's memory floor, and Talos has no image for the board",
    },
  },
  storage: {
    ceph: { storageClass: "ceph-block" },
    local: { path: "/var/mnt/extra/openebs/local" },
    nfs: { server: "data.example.com", shares: { media: { path: "/volume1/media" } } },
  },
  databases: {
    autobrr: { size: "1Gi" },
    firefly: { size: "1Gi" },
    "house-hunter": { size: "1Gi" },
    lldap: { size: "1Gi" },
    miniflux: { size: "1Gi" },
    tandoor: { size: "1Gi" },
  },
  secretStore: { provider: "onepassword", vault: "home" },
  identity: {},
  monitoring: {
    retention: { time: "14d", size: "20Gi", logs: "14d" },
    alerts: { receiver: "webhook", url: "https://ntfy.example.com/home" },
    ups: { node: "am06-01", device: "ups" },
  },
  apps: {
    // ai
    "browser-use": {},
    zeroclaw: {},
    // banking
    firefly: { database: { cluster: "firefly" } },
    "firefly-importer": {},
    // cert-manager
    "cert-manager": {},
    // cloudnative-pg
    "cloudnative-pg": {},
    // home-automation
    "home-assistant": { loadBalancer: { address: "192.168.0.227" } },
    "matter-server": {
      loadBalancer: { address: "192.168.0.228" },
      scheduling: { node: "t440p-01" },
    },
    mosquitto: { loadBalancer: { address: "192.168.0.226", host: "mosquitto" } },
    otbr: {
      loadBalancer: { address: "192.168.0.230" },
      env: { BACKBONE_IF: "enp2s0" },
    },
    zigbee2mqtt: {},
    // media
    autobrr: { database: { cluster: "autobrr" } },
    jellyfin: {
      loadBalancer: { address: "192.168.0.229" },
      scheduling: { node: "t440p-01" },
    },
    prowlarr: {},
    qbittorrent: {},
    radarr: {},
    sabnzbd: {},
    sonarr: {},
    // monitoring
    "fluent-bit": {},
    gatus: {},
    grafana: {},
    "kube-prometheus-stack": {},
    loki: {},
    "nut-exporter": {},
    // networking
    openspeedtest: {},
    // openebs
    openebs: {},
    // rook-ceph
    "rook-ceph": {},
    // security
    authelia: {},
    "aws-identity-webhook": {},
    "external-secrets": {},
    lldap: {
      routes: { ldap: { gateway: "internal", protocol: "TCP", listener: 389, port: "ldap" } },
    },
    "onepassword-connect": {},
    // selfhosted
    cryptgeon: {},
    "echo-server": {},
    excalidraw: {},
    glance: {},
    homepage: {},
    "house-hunter": { database: { cluster: "house-hunter" } },
    miniflux: { database: { cluster: "miniflux" } },
    n8n: {},
    rrda: {},
    sharkord: {},
    tandoor: { database: { cluster: "tandoor" } },
    whoami: {},
    // system
    "intel-device-plugins": {},
    "node-feature-discovery": {},
    reloader: {},
    "snapshot-controller": {},
    volsync: {},
  } satisfies AppSelection,
});
