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
  // renovate: datasource=docker depName=docker.io/library/eclipse-mosquitto
  "docker.io/library/eclipse-mosquitto": "2.0.22",
  // renovate: datasource=docker depName=docker.io/traefik/whoami
  "docker.io/traefik/whoami": "v1.11.0",
  // renovate: datasource=docker depName=ghcr.io/cloudnative-pg/postgresql
  "ghcr.io/cloudnative-pg/postgresql": "17.5",
  // renovate: datasource=docker depName=ghcr.io/dragonflydb/dragonfly
  "ghcr.io/dragonflydb/dragonfly": "v1.36.0",
  // renovate: datasource=docker depName=ghcr.io/miniflux/miniflux
  "ghcr.io/miniflux/miniflux": "2.2.17-distroless",
  // renovate: datasource=docker depName=ghcr.io/rook/ceph
  "ghcr.io/rook/ceph": "v1.19.1",
  // renovate: datasource=docker depName=ghcr.io/squat/generic-device-plugin
  "ghcr.io/squat/generic-device-plugin":
    "36bfc606bba2064de6ede0ff2764cbb52edff70d@sha256:ba6f0b4cf6c858d6ad29ba4d32e4da11638abbc7d96436bf04f582a97b2b8821",
  // renovate: datasource=docker depName=ghcr.io/tensorchord/cloudnative-vectorchord
  "ghcr.io/tensorchord/cloudnative-vectorchord": "17.5-0.4.2",
  // renovate: datasource=docker depName=quay.io/ceph/ceph
  "quay.io/ceph/ceph": "v19.2.3",
} as const satisfies Readonly<Record<string, string>>;

export type ImageName = keyof typeof images;

/** The full reference of an image: `name:tag`, or `name:tag@digest`. */
export function imageRef(name: ImageName): string {
  return `${name}:${images[name]}`;
}
