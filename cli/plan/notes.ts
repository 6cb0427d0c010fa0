import type { ClusterSpec } from "../../spec/cluster";

/** What the user should know about a plan that no resource shows. */
export function planNotes(spec: ClusterSpec): string[] {
  return [
    ...Object.entries(spec.nodes)
      .filter(([, node]) => node.resetOnDestroy)
      .map(([name]) => `destroy wipes ${name} back to maintenance mode`),
    ...(spec.storage.ceph?.wipe === true
      ? ["storage.ceph.wipe is set: destroy wipes the Ceph disks"]
      : []),
  ];
}
