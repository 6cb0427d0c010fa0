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

/**
 * Kinds that are kept when they leave the program, but may be replaced on purpose. A namespace is
 * among them because its deletion deletes every claim that is kept in it.
 */
const RETAINED = new Set([
  "/Namespace",
  "/PersistentVolumeClaim",
  "/PersistentVolume",
  "postgresql.cnpg.io/Database",
]);

/**
 * Fields that only count when an object is made and that Kubernetes lets nobody change. A claim that
 * gets a backup later must not be replaced because of the source that fills new claims.
 */
const ON_CREATION: Readonly<Record<string, string[]>> = {
  "/PersistentVolumeClaim": ["spec.dataSource", "spec.dataSourceRef"],
};

/** The resource options that keep an object's data safe. */
export function protectionOf(
  object: KubernetesObject,
): Pick<CustomResourceOptions, "protect" | "retainOnDelete" | "ignoreChanges"> {
  const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
  const ignoreChanges = ON_CREATION[kind];
  return { ...keeping(object, kind), ...(ignoreChanges === undefined ? {} : { ignoreChanges }) };
}

function keeping(
  object: KubernetesObject,
  kind: string,
): Pick<CustomResourceOptions, "protect" | "retainOnDelete"> {
  if (object.metadata.annotations?.[ON_DELETE_ANNOTATION] === "delete") return {};
  if (GUARDED.has(kind)) return { protect: true, retainOnDelete: true };
  return RETAINED.has(kind) ? { retainOnDelete: true } : {};
}
