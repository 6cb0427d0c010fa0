import { annotationsOf, groupKindOf, isKubernetesObject, type Resource } from "../resource";
import type { ResourceRule } from "../rule";

/** Set to "delete" on an object whose data the spec allows to go with it. */
export const ON_DELETE_ANNOTATION = "hearth.dev/on-delete";

/** Types whose loss is the cluster's loss. */
const TYPES = new Set(["talos:machine/secrets:Secrets", "talos:machine/bootstrap:Bootstrap"]);

/** Kinds whose operator deletes the data with the object. */
const KINDS = new Set([
  "ceph.rook.io/CephCluster",
  "ceph.rook.io/CephBlockPool",
  "ceph.rook.io/CephFilesystem",
  "ceph.rook.io/CephObjectStore",
  "postgresql.cnpg.io/Cluster",
]);

/** Whether the loss of a resource loses the cluster or data that nothing brings back. */
export function isGuarded(resource: Resource): boolean {
  if (TYPES.has(resource.type)) return true;
  return isKubernetesObject(resource) && KINDS.has(groupKindOf(resource));
}

/** Whether the spec allows an object's data to go with it (`wipe`, `onDelete`). */
export function mayGo(resource: Resource): boolean {
  return annotationsOf(resource)[ON_DELETE_ANNOTATION] === "delete";
}

/**
 * The engine tells policies neither of deletions nor of replacements; what it does is refuse both
 * for a protected resource. So this rule sees to it that they are protected.
 */
export const protection: ResourceRule = {
  name: "data-protected",
  description: "What holds the cluster's keys or data is protected, unless the spec lets it go.",
  level: "mandatory",
  remedy: "keep `protect: true`; where the data may go, say so in the spec",
  check: (resource) =>
    isGuarded(resource) && !mayGo(resource) && !resource.protect ? ["is not protected"] : [],
};
