import type { AppSelection } from "../catalog";
import type { ClusterInput } from "../spec/cluster";
import { defineStack } from "../spec/define";
import { m70q } from "./hardware";

type Node = ClusterInput["nodes"][string];

/** What the three machines have in common. */
const member = {
  role: "controlplane",
  hardware: "m70q",
  systemDisk: { device: "/dev/nvme0n1" },
  ceph: [{ transport: "sata", model: "SAMSUNG*" }],
  ephemeralMaxSize: "256Gi",
  volumes: { "local-hostpath": { minSize: "200Gi" } },
  labels: {
    "node.kubernetes.io/gpu": "true",
    "topology.kubernetes.io/region": "main",
    "topology.kubernetes.io/zone": "m",
  },
} satisfies Partial<Node>;

/** Bond over the onboard NIC, and the second NIC for Ceph's replication. */
const interfaces = (cephAddress: string): NonNullable<Node["interfaces"]> => ({
  bond0: {
    bond: { mode: "active-backup", members: [{ driver: "e1000e" }] },
    vlans: ["iot", "vpn"],
  },
  ceph0: {
    nic: { driver: "r8169" },
    addressing: "static",
    address: cephAddress,
    network: "192.168.43.0/24",
  },
});

/** Three equal machines: control plane, Ceph and workloads on each. */
export default defineStack({
  name: "trio",
  description: "Three Lenovo M70q, hyper-converged",
  domain: "trio.example.com",
  timeZone: "America/New_York",
  talos: {
    // renovate: datasource=docker depName=ghcr.io/siderolabs/installer
    version: "v1.12.4",
    contractVersion: "v1.12",
    apiAccess: {
      "kube-system": ["os:admin"],
      // Where tuppr and the runners of GitHub Actions are.
      system: ["os:admin"],
    },
    registryAuth: { "ghcr.io": { username: "trio", password: "ghcrToken" } },
    forwardKubeDnsToHost: true,
    kernelModules: ["nbd"],
    nfsMountOptions: { nfsvers: "4.2", hard: "True", nconnect: "16", noatime: "True" },
    sysctls: {
      "fs.inotify.max_user_instances": "8192",
      "fs.inotify.max_user_watches": "1048576",
      "net.core.default_qdisc": "fq",
      "net.core.rmem_max": "100663296",
      "net.core.wmem_max": "100663296",
      "net.ipv4.neigh.default.gc_thresh1": "4096",
      "net.ipv4.neigh.default.gc_thresh2": "8192",
      "net.ipv4.neigh.default.gc_thresh3": "16384",
      "net.ipv4.tcp_congestion_control": "bbr",
      "net.ipv4.tcp_fastopen": "3",
      "net.ipv4.tcp_mtu_probing": "1",
      "net.ipv4.tcp_rmem": "4096 87380 67108864",
      "net.ipv4.tcp_wmem": "4096 65536 67108864",
      "net.ipv4.tcp_slow_start_after_idle": "0",
      "net.ipv6.conf.all.disable_ipv6": "1",
      "net.ipv6.conf.default.disable_ipv6": "1",
      "sunrpc.tcp_max_slot_table_entries": "128",
      "sunrpc.tcp_slot_table_entries": "128",
      "user.max_user_namespaces": "11255",
      "vm.nr_hugepages": "1024",
    },
  },
  kubernetes: {
    // renovate: datasource=docker depName=ghcr.io/siderolabs/kubelet
    version: "v1.35.1",
    scheduleOnControlPlanes: true,
    certSans: ["k8s.internal"],
    imageGarbageCollection: { highPercent: 85, lowPercent: 75, minimumAge: "2m" },
    featureGates: {
      kubelet: { ResourceHealthStatus: true },
      // VolSync's NFS volumes are injected into its movers by a mutating policy.
      apiServer: { MutatingAdmissionPolicy: true },
    },
    runtimeConfig: ["admissionregistration.k8s.io/v1beta1"],
    allowedUnsafeSysctls: ["net.ipv6.conf.*"],
  },
  network: {
    lan: {
      cidr: "192.168.5.0/24",
      gateway: "192.168.5.1",
      dhcp: { start: "192.168.5.20", end: "192.168.5.199" },
      reserved: {
        nas: "192.168.5.10",
        "home-assistant-vm": "192.168.5.12",
        "printer-3d": "192.168.5.13",
      },
      interface: "bond+",
    },
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
        purpose: "Devices of the house",
      },
    },
    loadBalancer: {
      range: { start: "192.168.5.220", end: "192.168.5.250" },
      advertisement: { mode: "l2", interfaces: ["^bond0$"] },
    },
  },
  gateways: {
    internal: { address: "192.168.5.231", exposure: "private" },
    external: { address: "192.168.5.241", exposure: "public" },
  },
  ingress: {
    cloudflare: { zone: "example.com", tunnel: { gateway: "external" } },
    splitDns: { provider: "unifi", controller: "192.168.5.1" },
    certificates: { issuer: "letsencrypt-production", email: "admin@example.com" },
    tailscale: { routes: ["192.168.5.0/24", "10.43.0.0/16"] },
  },
  hardware: { m70q },
  nodes: {
    "k8s-1": {
      ...member,
      address: "192.168.5.211",
      interfaces: interfaces("192.168.43.11"),
    },
    "k8s-2": {
      ...member,
      address: "192.168.5.212",
      interfaces: interfaces("192.168.43.12"),
    },
    "k8s-3": {
      ...member,
      address: "192.168.5.213",
      interfaces: interfaces("192.168.43.13"),
    },
  },
  storage: {
    ceph: {
      mgrs: 2,
      storageClass: "ceph-ssd",
      deviceFilter: "/dev/disk/by-id/ata-SAMSUNG*",
      network: { public: "192.168.5.0/24", cluster: "192.168.43.0/24" },
      pool: { compression: { mode: "aggressive", algorithm: "zstd" } },
    },
    local: { path: "/var/mnt/local-hostpath", volume: "local-hostpath" },
    nfs: {
      server: "nas.internal",
      version: "4.2",
      shares: {
        media: { path: "/volume1/Media", storageClass: "nfs-media" },
        backup: { path: "/volume1/backup" },
      },
    },
  },
  backup: {
    target: {
      endpoint: "https://s3.us-east-005.backblazeb2.com",
      bucket: "trio-example-backup",
      region: "us-east-005",
    },
  },
  databases: {
    main: {
      instances: 3,
      size: "20Gi",
      memory: "2Gi",
      parameters: { max_connections: "100", shared_buffers: "256MB" },
    },
    immich: {
      instances: 3,
      size: "20Gi",
      image: "vectorchord",
      memory: "2Gi",
      sharedPreloadLibraries: ["vchord.so"],
      parameters: { max_connections: "100", work_mem: "16MB" },
    },
  },
  caches: { main: { replicas: 3 } },
  secretStore: { provider: "akeyless" },
  identity: {},
  mail: { host: "email-smtp.us-east-1.amazonaws.com", from: "cluster@example.com" },
  monitoring: {
    retention: { time: "14d", size: "50Gi", logs: "21d" },
    alerts: { receiver: "pushover" },
    heartbeat: true,
    silences: {
      "caches-fill-up": {
        alert: "KubePersistentVolumeFillingUp",
        labels: {
          persistentvolumeclaim: "plex-(cache|config)|jellyfin-metadata|prometheus-.*",
        },
        reason: "these volumes fill up to a limit of their own",
      },
    },
    unifi: { controller: "192.168.5.1" },
  },
  apps: {
    // ai
    "open-webui": {},
    // banking
    actual: {},
    // cloudnative-pg
    "cloudnative-pg": {},
    "dragonfly-operator": {},
    // home-automation
    "home-assistant-vm": { backend: { address: "192.168.5.12" } },
    "printer-3d": { backend: { address: "192.168.5.13" } },
    // kube-system
    descheduler: {},
    // media
    autobrr: {
      routes: { web: { host: "brr" } },
    },
    bazarr: { user: { uid: 1044, gid: 100 } },
    flaresolverr: {},
    jellyfin: {
      loadBalancer: { address: "192.168.5.236" },
      routes: { web: { gateway: "internal", host: "plx" } },
      volumes: {
        config: { size: "5Gi" },
        metadata: { size: "80Gi" },
        media: { mount: "/Media" },
      },
      user: { uid: 1044, gid: 100 },
      resources: { requests: { cpu: "1", memory: "3Gi" }, limits: { cpu: "6", memory: "6Gi" } },
    },
    "jellyfin-sync": {},
    kometa: {},
    maintainerr: {},
    plex: {
      loadBalancer: { address: "192.168.5.235" },
      env: {
        PLEX_ADVERTISE_URL: "{{url}}:443,http://{{address}}:32400,http://{{service:plex}}:32400",
        PLEX_NO_AUTH_NETWORKS: "{{lan}}",
      },
      user: { uid: 1044, gid: 100 },
    },
    prowlarr: {},
    qbittorrent: {
      networks: { vpn: { address: "192.168.99.99", mac: "02:00:00:00:99:99" } },
      volumes: { downloads: { mount: "/Media/torrents", subPath: "torrents" } },
      user: { uid: 1044, gid: 100 },
      terminationSeconds: 300,
      resources: { requests: { cpu: "150m", memory: "2Gi" }, limits: { memory: "4Gi" } },
    },
    "qbittorrent-race": {
      loadBalancer: { address: "192.168.5.237", ports: ["peers"] },
      user: { uid: 1044, gid: 100 },
    },
    qui: { user: { uid: 1044, gid: 100 } },
    radarr: {
      volumes: {
        config: { size: "5Gi" },
        covers: { mount: "/config/MediaCover", size: "6Gi" },
        media: { mount: "/Media" },
      },
      user: { uid: 1044, gid: 100 },
    },
    recyclarr: {},
    sabnzbd: {
      volumes: { media: { mount: "/Media" } },
      user: { uid: 1044, gid: 100 },
    },
    seerr: {},
    sonarr: {
      volumes: {
        config: { size: "5Gi" },
        covers: { mount: "/config/MediaCover", size: "6Gi" },
        media: { mount: "/Media" },
      },
      user: { uid: 1044, gid: 100 },
    },
    tautulli: {},
    threadfin: {},
    ytptube: { user: { uid: 1044, gid: 100 } },
    // monitoring
    "blackbox-exporter": {},
    "fluent-bit": {},
    gatus: {},
    grafana: { routes: { web: { gateway: "internal" } } },
    karma: {},
    kite: {},
    kromgo: {},
    "kube-prometheus-stack": { routes: { web: { host: "pm" } } },
    loki: {},
    "plex-exporter": {},
    "prowlarr-exporter": {},
    "qbittorrent-exporter": {},
    "radarr-exporter": {},
    "seerr-exporter": {},
    "silence-operator": {},
    "snmp-exporter": {},
    "sonarr-exporter": {},
    "tautulli-exporter": {},
    unpoller: {},
    // networking
    "smtp-relay": {},
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
    guacamole: {},
    guacd: {},
    homebox: {},
    homepage: { routes: { web: { gateway: "internal", host: "hm" } } },
    immich: { database: { cluster: "immich" }, user: { uid: 1044, gid: 100 } },
    "immich-machine-learning": {},
    komga: { user: { uid: 1044, gid: 100 } },
    mealie: {},
    minio: { user: { uid: 1044, gid: 100 } },
    pairdrop: {
      loadBalancer: { address: "192.168.5.234", ports: ["turn-tcp", "turn-udp"] },
    },
    pgadmin: {},
    radicale: {},
    searxng: {},
    spoolman: { networks: { iot: { address: "192.168.107.11", mac: "02:00:00:01:07:11" } } },
    thelounge: {},
    vaultwarden: {},
    whoami: {},
    // system
    "actions-runner-controller": {},
    "csi-driver-nfs": {},
    "generic-device-plugin": {},
    "home-ops-runner": {},
    "intel-device-plugins": {},
    keda: {},
    "node-feature-discovery": {},
    rclone: {
      env: {
        OFFSITE: "offsite:trio-example-backup/nas",
        RCLONE_CONFIG_OFFSITE_ENDPOINT: "https://s3.us-east-005.backblazeb2.com",
        RCLONE_CONFIG_OFFSITE_REGION: "us-east-005",
      },
      user: { uid: 1000, gid: 100 },
    },
    reloader: {},
    "snapshot-controller": {},
    spegel: {},
    tuppr: {},
    volsync: {},
  } satisfies AppSelection,
});
