/**
 * Which minor versions fit together, each with its source. A new minor version of anything is one
 * line here, read from the same page.
 */

/** An inclusive range of Kubernetes minor versions, e.g. 30 to 35 for v1.30 to v1.35. */
export interface KubernetesRange {
  readonly first: number;
  readonly last: number;
}

/** Something with a version of its own that runs with some Kubernetes versions only. */
export interface CompatibilityTable {
  readonly product: string;
  readonly source: string;
  /** By minor version, e.g. `1.12`. */
  readonly kubernetes: Readonly<Record<string, KubernetesRange>>;
}

/** The Kubernetes versions that each Talos release takes. */
export const talosCompatibility: CompatibilityTable = {
  product: "Talos",
  // The limits that Talos itself enforces: pkg/machinery/compatibility/talos1xx in siderolabs/talos.
  source: "https://www.talos.dev/v1.12/introduction/support-matrix/",
  kubernetes: {
    "1.10": { first: 28, last: 33 },
    "1.11": { first: 29, last: 34 },
    "1.12": { first: 30, last: 35 },
    "1.13": { first: 31, last: 36 },
    "1.14": { first: 32, last: 37 },
  },
};

/** The Kubernetes versions that Cilium tests each release with; it promises nothing for others. */
export const ciliumCompatibility: CompatibilityTable = {
  product: "Cilium",
  source: "https://docs.cilium.io/en/v1.19/network/kubernetes/compatibility/",
  kubernetes: {
    "1.18": { first: 30, last: 33 },
    "1.19": { first: 32, last: 35 },
  },
};

/** The Kubernetes versions that each Rook release supports. */
export const rookCompatibility: CompatibilityTable = {
  product: "Rook",
  source: "https://rook.io/docs/rook/latest/Getting-Started/maintenance-and-support/",
  kubernetes: {
    "1.16": { first: 27, last: 32 },
    "1.17": { first: 28, last: 33 },
    "1.18": { first: 29, last: 34 },
    "1.19": { first: 30, last: 35 },
    "1.20": { first: 31, last: 36 },
  },
};

/** Major and minor number of a version with or without a leading v; undefined where it has none. */
export function minorOf(version: string): { major: number; minor: number } | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.|$)/.exec(version);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}
