import type { CustomResourceOptions } from "@pulumi/pulumi";
import { groupOf, type KubernetesObject } from "./object";

/** Set to "delete" on an object whose data the spec allows to go with it. */
export const ON_DELETE_ANNOTATION = "hearth.dev/on-delete";

/** Kinds of operators whose deletion deletes data: protected, and kept when they leave the program. */
const GUARDED = new Set([
  "ceph.rook.io/CephCluster",
  "ceph.rook.io/CephBlockPool",
  "ceph.rook.io/CephFilesystem",
  "ceph.rook.io/CephObjectStore",
  "postgresql.cnpg.io/Cluster",
]);

/** Kinds that are kept when they leave the program, but may be replaced on purpose. */
const RETAINED = new Set([
  "/PersistentVolumeClaim",
  "/PersistentVolume",
  "postgresql.cnpg.io/Database",
]);

/** The resource options that keep an object's data safe. */
export function protectionOf(
  object: KubernetesObject,
): Pick<CustomResourceOptions, "protect" | "retainOnDelete"> {
  if (object.metadata.annotations?.[ON_DELETE_ANNOTATION] === "delete") return {};
  const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
  if (GUARDED.has(kind)) return { protect: true, retainOnDelete: true };
  return RETAINED.has(kind) ? { retainOnDelete: true } : {};
}
