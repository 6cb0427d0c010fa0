import type { ClusterSpec, NodeSpec } from "../../cluster";

/** The nodes with Ceph disks, also those whose hardware profile is missing. */
export function cephNodes({ nodes }: ClusterSpec): { name: string; node: NodeSpec }[] {
  return Object.entries(nodes).flatMap(([name, node]) =>
    node.ceph.length > 0 ? [{ name, node }] : [],
  );
}
