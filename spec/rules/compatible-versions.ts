import {
  ciliumCompatibility,
  minorOf,
  rookCompatibility,
  talosCompatibility,
  type CompatibilityTable,
} from "../compatibility";
import { own } from "../lookup";
import type { Problem } from "../report";
import type { Rule } from "./rule";

/** Talos, Cilium and Rook each support the stack's Kubernetes version. */
export const compatibleVersions: Rule = (spec, { pins }) => {
  const kubernetes = spec.kubernetes.version;
  return [
    ...conflict(kubernetes, talosCompatibility, spec.talos.version, "talos.version"),
    ...conflict(kubernetes, ciliumCompatibility, pins.cilium, "the pin in versions.ts"),
    ...(spec.storage.ceph === undefined
      ? []
      : conflict(kubernetes, rookCompatibility, pins.rook, "the pin in versions.ts")),
  ];
};

function conflict(
  kubernetes: string,
  { product, source, kubernetes: table }: CompatibilityTable,
  version: string,
  field: string,
): Problem[] {
  const parsed = minorOf(version);
  const wanted = minorOf(kubernetes);
  const path = "kubernetes.version";
  const minor = parsed === undefined ? version : `${String(parsed.major)}.${String(parsed.minor)}`;
  const supported = own(table, minor);
  if (supported === undefined) {
    return [
      {
        path,
        value: kubernetes,
        message: `it is unknown whether ${product} ${version} (${field}) supports it`,
        remedy: `use ${product} ${Object.keys(table).join(", ")}, or add ${minor} to spec/compatibility.ts from ${source}`,
      },
    ];
  }
  const { first, last } = supported;
  if (wanted?.major === 1 && wanted.minor >= first && wanted.minor <= last) return [];
  return [
    {
      path,
      value: kubernetes,
      message: `${product} ${version} (${field}) supports Kubernetes v1.${String(first)} to v1.${String(last)}`,
      remedy: `use one of those, or another ${product} (${source})`,
    },
  ];
}
