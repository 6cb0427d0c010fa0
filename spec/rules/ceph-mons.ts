import type { Rule } from "./rule";
import { hardTaints } from "./support/placement";

/**
 * As many nodes take ordinary pods as Ceph has monitors: Rook puts each on a node of its own.
 * https://rook.io/docs/rook/latest/CRDs/Cluster/ceph-cluster-crd/#mon-settings
 */
export const cephMons: Rule = (spec) => {
  const mons = spec.storage.ceph?.mons;
  if (mons === undefined) return [];
  const able = Object.values(spec.nodes).filter(
    (node) => node.ceph.length > 0 || hardTaints(spec, node).length === 0,
  ).length;
  if (mons <= able) return [];
  return [
    {
      path: "storage.ceph.mons",
      value: mons,
      message: `each monitor needs a node of its own, and ${String(able)} can hold one`,
      remedy: "use fewer monitors (1, 3 or 5), or let more nodes run workloads",
    },
  ];
};
