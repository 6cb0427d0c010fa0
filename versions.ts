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
  // renovate: datasource=helm registryUrl=https://charts.rook.io/release depName=rook-ceph
  "rook-ceph": { repo: "https://charts.rook.io/release", chart: "rook-ceph", version: "v1.19.1" },
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
  // renovate: datasource=docker depName=ghcr.io/miniflux/miniflux
  "ghcr.io/miniflux/miniflux": "2.2.17-distroless",
} as const satisfies Readonly<Record<string, string>>;

export type ImageName = keyof typeof images;

/** The full reference of an image: `name:tag`, or `name:tag@digest`. */
export function imageRef(name: ImageName): string {
  return `${name}:${images[name]}`;
}
