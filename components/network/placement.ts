import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf } from "../../spec/queries";

/** Taint of control planes that run no other workloads. */
const CONTROL_PLANE_TAINT = "node-role.kubernetes.io/control-plane";

/** Lets a pod run on control planes that run no other workloads. */
export const controlPlaneToleration = {
  key: CONTROL_PLANE_TAINT,
  operator: "Exists",
  effect: "NoSchedule",
} as const;

/** Number of nodes that a pod without tolerations may run on. */
export function openNodes(spec: ClusterSpec): number {
  return nodesOf(spec).filter(
    ({ node }) =>
      (node.role === "worker" || spec.kubernetes.scheduleOnControlPlanes) &&
      node.taints.every(({ effect }) => effect === "PreferNoSchedule"),
  ).length;
}

/**
 * Spreads the pods of one workload over nodes: strictly where there are enough nodes, else as well
 * as it goes, so that a small cluster is not left with pods that fit nowhere.
 */
export function spreadOverNodes(
  spec: ClusterSpec,
  matchLabels: Readonly<Record<string, string>>,
  replicas: number,
) {
  return [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable:
        openNodes(spec) >= replicas ? ("DoNotSchedule" as const) : ("ScheduleAnyway" as const),
      labelSelector: { matchLabels: { ...matchLabels } },
    },
  ];
}
