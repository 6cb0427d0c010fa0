/**
 * Every pin. Nothing else in the program names a version, so an update is one line here.
 * The comment above each line tells Renovate where newer versions are published.
 */

/** A chart: where it is published and which version is installed. */
interface ChartPin {
  /** Repository of an HTTP chart; absent for an OCI chart, whose reference stands in `chart`. */
  readonly repo?: string;
  /** Chart name, or its OCI reference. */
  readonly chart: string;
  readonly version: string;
}

/** Helm charts by the name that components use. */
export const charts = {
  // renovate: datasource=helm registryUrl=https://helm.cilium.io depName=cilium
  cilium: { repo: "https://helm.cilium.io", chart: "cilium", version: "1.19.1" },
  // renovate: datasource=helm registryUrl=https://cloudnative-pg.github.io/charts depName=cloudnative-pg
  "cloudnative-pg": {
    repo: "https://cloudnative-pg.github.io/charts",
    chart: "cloudnative-pg",
    version: "0.27.1",
  },
  // renovate: datasource=helm registryUrl=https://1password.github.io/connect-helm-charts depName=connect
  connect: {
    repo: "https://1password.github.io/connect-helm-charts",
    chart: "connect",
    version: "2.3.0",
  },
  // renovate: datasource=helm registryUrl=https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts depName=csi-driver-nfs
  "csi-driver-nfs": {
    repo: "https://raw.githubusercontent.com/kubernetes-csi/csi-driver-nfs/master/charts",
    chart: "csi-driver-nfs",
    version: "4.13.1",
  },
  // renovate: datasource=docker depName=ghcr.io/dragonflydb/dragonfly-operator/helm/dragonfly-operator
  "dragonfly-operator": {
    chart: "oci://ghcr.io/dragonflydb/dragonfly-operator/helm/dragonfly-operator",
    version: "v1.4.0",
  },
  // renovate: datasource=helm registryUrl=https://charts.external-secrets.io depName=external-secrets
  "external-secrets": {
    repo: "https://charts.external-secrets.io",
    chart: "external-secrets",
    version: "2.0.0",
  },
  // renovate: datasource=helm registryUrl=https://intel.github.io/helm-charts depName=intel-device-plugins-gpu
  "intel-device-plugins-gpu": {
    repo: "https://intel.github.io/helm-charts",
    chart: "intel-device-plugins-gpu",
    version: "0.34.1",
  },
  // renovate: datasource=helm registryUrl=https://intel.github.io/helm-charts depName=intel-device-plugins-operator
  "intel-device-plugins-operator": {
    repo: "https://intel.github.io/helm-charts",
    chart: "intel-device-plugins-operator",
    version: "0.34.1",
  },
  // renovate: datasource=helm registryUrl=https://kubernetes-sigs.github.io/node-feature-discovery/charts depName=node-feature-discovery
  "node-feature-discovery": {
    repo: "https://kubernetes-sigs.github.io/node-feature-discovery/charts",
    chart: "node-feature-discovery",
    version: "0.18.3",
  },
  // renovate: datasource=helm registryUrl=https://openebs.github.io/openebs depName=openebs
  openebs: { repo: "https://openebs.github.io/openebs", chart: "openebs", version: "4.4.0" },
  // renovate: datasource=helm registryUrl=https://cloudnative-pg.github.io/charts depName=plugin-barman-cloud
  "plugin-barman-cloud": {
    repo: "https://cloudnative-pg.github.io/charts",
    chart: "plugin-barman-cloud",
    version: "0.5.0",
  },
  // renovate: datasource=helm registryUrl=https://stakater.github.io/stakater-charts depName=reloader
  reloader: {
    repo: "https://stakater.github.io/stakater-charts",
    chart: "reloader",
    version: "2.2.8",
  },
  // renovate: datasource=helm registryUrl=https://charts.rook.io/release depName=rook-ceph
  "rook-ceph": { repo: "https://charts.rook.io/release", chart: "rook-ceph", version: "v1.19.1" },
  // renovate: datasource=helm registryUrl=https://piraeus.io/helm-charts depName=snapshot-controller
  "snapshot-controller": {
    repo: "https://piraeus.io/helm-charts",
    chart: "snapshot-controller",
    version: "5.0.3",
  },
  // renovate: datasource=docker depName=ghcr.io/spegel-org/helm-charts/spegel
  spegel: { chart: "oci://ghcr.io/spegel-org/helm-charts/spegel", version: "0.6.0" },
  // renovate: datasource=helm registryUrl=https://backube.github.io/helm-charts depName=volsync
  volsync: { repo: "https://backube.github.io/helm-charts", chart: "volsync", version: "0.14.0" },
} as const satisfies Readonly<Record<string, ChartPin>>;

export type ChartName = keyof typeof charts;

/** The pin of a chart. */
export function chartPin(name: ChartName): ChartPin {
  return charts[name];
}

/** Image tags (and digests where known) by image. */
export const images = {
  // renovate: datasource=docker depName=docker.io/adguard/dnsproxy
  "docker.io/adguard/dnsproxy": "v0.78.2",
  // renovate: datasource=docker depName=docker.io/cupcakearmy/cryptgeon
  "docker.io/cupcakearmy/cryptgeon": "2.9.1",
  // renovate: datasource=docker depName=docker.io/excalidraw/excalidraw
  "docker.io/excalidraw/excalidraw": "sha-4bfc5bb",
  // renovate: datasource=docker depName=docker.io/fireflyiii/core
  "docker.io/fireflyiii/core": "version-6.1.25",
  // renovate: datasource=docker depName=docker.io/fireflyiii/data-importer
  "docker.io/fireflyiii/data-importer": "version-1.5.6",
  // renovate: datasource=docker depName=docker.io/glanceapp/glance
  "docker.io/glanceapp/glance":
    "v0.8.4@sha256:6df86a7e8868d1eda21f35205134b1962c422957e42a0c44d4717c8e8f741b1a",
  // renovate: datasource=docker depName=docker.io/library/alpine
  "docker.io/library/alpine": "3.23.3",
  // renovate: datasource=docker depName=docker.io/library/eclipse-mosquitto
  "docker.io/library/eclipse-mosquitto":
    "2.0.22@sha256:6852da90a65dfff7aa3a1c8b249e92bb83c17ea8bbcce56bedff8707332a1a29",
  // renovate: datasource=docker depName=docker.io/openspeedtest/latest
  "docker.io/openspeedtest/latest": "v2.0.6",
  // renovate: datasource=docker depName=docker.io/sharkord/sharkord
  "docker.io/sharkord/sharkord": "v0.0.16",
  // renovate: datasource=docker depName=docker.io/traefik/whoami
  "docker.io/traefik/whoami": "v1.11.0",
  // renovate: datasource=docker depName=docker.io/valkey/valkey
  "docker.io/valkey/valkey": "8.1.5",
  // renovate: datasource=docker depName=ghcr.io/autobrr/autobrr
  "ghcr.io/autobrr/autobrr":
    "v1.73.0@sha256:6b0e57048087e5b7b626b0f02d39e91c8287d32691c26c709b3957227df12f7c",
  // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql
  "ghcr.io/cloudnative-pg/postgresql": "17.5",
  // renovate: datasource=docker depName=ghcr.io/coder/code-server
  "ghcr.io/coder/code-server":
    "4.109.2@sha256:1b84cd817fe8eb1159323ae9d2f29b3c70c6ccd44958d651a94900cf7f0ff9c4",
  // renovate: datasource=docker depName=ghcr.io/dragonflydb/dragonfly
  "ghcr.io/dragonflydb/dragonfly": "v1.36.0",
  // renovate: datasource=docker depName=ghcr.io/gethomepage/homepage
  "ghcr.io/gethomepage/homepage": "v1.10.1",
  // renovate: datasource=docker depName=ghcr.io/home-assistant-libs/python-matter-server
  "ghcr.io/home-assistant-libs/python-matter-server":
    "8.1.0@sha256:170aa093ce91c76cde4cc390918307590f0f5558fcec93f913af3cb019e6562a",
  // renovate: datasource=docker depName=ghcr.io/home-operations/home-assistant
  "ghcr.io/home-operations/home-assistant": "2026.2.3",
  // renovate: datasource=docker depName=ghcr.io/home-operations/prowlarr
  "ghcr.io/home-operations/prowlarr":
    "2.3.2@sha256:e2459e199564ab852c6e677e951cef36c172a8e71a0e1c90665631b5a0c57438",
  // renovate: datasource=docker depName=ghcr.io/home-operations/qbittorrent
  "ghcr.io/home-operations/qbittorrent":
    "5.1.4@sha256:56ecd30a7f5e1357daf5eea2a6935134d329b7b268a3a9b9c67041b65fb87fc6",
  // renovate: datasource=docker depName=ghcr.io/home-operations/radarr
  "ghcr.io/home-operations/radarr":
    "6.1.1.10317@sha256:5e08c0eefd2770d1d29395c4f84fe5bf7dfc3a986598021306a5d8ac017a3989",
  // renovate: datasource=docker depName=ghcr.io/home-operations/sabnzbd
  "ghcr.io/home-operations/sabnzbd":
    "4.5.5@sha256:485440a3e9209a3515c01e1c73d6088726491a292302a721d4cb9e7c6375c768",
  // renovate: datasource=docker depName=ghcr.io/home-operations/sonarr
  "ghcr.io/home-operations/sonarr":
    "4.0.16.2946@sha256:22651c750eedb091f6d76ade95dbecae0eeafe2b55432c3b8d8b042e8745f344",
  // renovate: datasource=docker depName=ghcr.io/jellyfin/jellyfin
  "ghcr.io/jellyfin/jellyfin":
    "10.11.6@sha256:25db4eb10143c1c12adb79ed978e31d94fc98dc499fbae2d38b2c935089ced3e",
  // renovate: datasource=docker depName=ghcr.io/koenkk/zigbee2mqtt
  "ghcr.io/koenkk/zigbee2mqtt": "2.8.0",
  // renovate: datasource=docker depName=ghcr.io/mendhak/http-https-echo
  "ghcr.io/mendhak/http-https-echo": "39",
  // renovate: datasource=docker depName=ghcr.io/miniflux/miniflux
  "ghcr.io/miniflux/miniflux": "2.2.17-distroless",
  // renovate: datasource=docker depName=ghcr.io/n8n-io/n8n
  "ghcr.io/n8n-io/n8n": "2.9.1",
  // renovate: datasource=docker depName=ghcr.io/nginxinc/nginx-unprivileged
  "ghcr.io/nginxinc/nginx-unprivileged": "1.27.4-alpine",
  // renovate: datasource=docker depName=ghcr.io/ownbee/hass-otbr-docker
  "ghcr.io/ownbee/hass-otbr-docker": "v0.3.0",
  // renovate: datasource=docker depName=ghcr.io/rook/ceph
  "ghcr.io/rook/ceph": "v1.19.1",
  // renovate: datasource=docker depName=ghcr.io/squat/generic-device-plugin
  "ghcr.io/squat/generic-device-plugin":
    "36bfc606bba2064de6ede0ff2764cbb52edff70d@sha256:ba6f0b4cf6c858d6ad29ba4d32e4da11638abbc7d96436bf04f582a97b2b8821",
  // renovate: datasource=docker depName=ghcr.io/tandoorrecipes/recipes
  "ghcr.io/tandoorrecipes/recipes": "2.5.3",
  // renovate: datasource=docker depName=ghcr.io/tensorchord/cloudnative-vectorchord
  "ghcr.io/tensorchord/cloudnative-vectorchord": "17.5-0.4.2",
  // renovate: datasource=docker depName=ghcr.io/zeroclaw-labs/zeroclaw
  "ghcr.io/zeroclaw-labs/zeroclaw": "v0.8.2",
  // renovate: datasource=docker depName=quay.io/ceph/ceph
  "quay.io/ceph/ceph": "v19.2.3",
  // renovate: datasource=docker depName=registry.example.com/browser-use
  "registry.example.com/browser-use": "v3.0.0",
  // renovate: datasource=docker depName=registry.example.com/house-hunter
  "registry.example.com/house-hunter": "v1.0.0",
  // renovate: datasource=docker depName=registry.example.com/rrda
  "registry.example.com/rrda": "1.4.1",
} as const satisfies Readonly<Record<string, string>>;

export type ImageName = keyof typeof images;

/** The full reference of an image: `name:tag`, or `name:tag@digest`. */
export function imageRef(name: ImageName): string {
  return `${name}:${images[name]}`;
}
