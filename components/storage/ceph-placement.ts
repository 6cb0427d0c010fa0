import type { ClusterSpec } from "../../spec/cluster";
import { cephNodesOf } from "../../spec/queries";
import type { CephPlacement } from "./ceph-kinds";

/** Ceph's daemons run on the nodes with its disks and nowhere else, whatever these are tainted with. */
export function cephPlacement(spec: Pick<ClusterSpec, "nodes" | "hardware">): CephPlacement {
  const nodes = cephNodesOf(spec);
  const values = nodes.map(({ name }) => name);
  const taints = new Map<string, CephPlacement["tolerations"][number]>();
  for (const { node } of nodes) {
    if (node.role === "controlplane") {
      const key = "node-role.kubernetes.io/control-plane";
      taints.set(key, { key, operator: "Exists" });
    }
    for (const { key, value, effect } of node.taints) {
      taints.set(`${key}=${value ?? ""}:${effect}`, {
        key,
        ...(value === undefined ? { operator: "Exists" } : { operator: "Equal", value }),
        effect,
      });
    }
  }
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values }] },
        ],
      },
    },
    tolerations: [...taints.values()],
  };
}
