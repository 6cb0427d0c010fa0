import { list } from "../../components/contracts/object";
import { type Resource } from "../resource";
import type { StackRule } from "../rule";

const CLUSTER = "hearth:talos:TalosCluster";

/** Host names of the control planes, which the cluster's component registers as an output. */
export function controlPlanesOf({ type, props }: Pick<Resource, "type" | "props">): string[] {
  if (type !== CLUSTER) return [];
  return list(props["controlPlanes"]).filter((name) => typeof name === "string");
}

/**
 * etcd decides by majority: a second or fourth member adds a machine that can fail and none that
 * may. https://etcd.io/docs/v3.6/faq/#why-an-odd-number-of-cluster-members
 */
export const quorum: StackRule = {
  name: "etcd-quorum",
  description: "The number of control planes is odd.",
  level: "mandatory",
  remedy: "add or remove one control plane",
  checkStack: (resources) =>
    resources.flatMap((resource) => {
      if (resource.type !== CLUSTER) return [];
      const count = controlPlanesOf(resource).length;
      if (count === 0) return [{ resource, reason: "registers no control plane" }];
      if (count % 2 === 1) return [];
      return [
        {
          resource,
          reason: `${String(count)} control planes bear the loss of no more than ${String(count - 1)} do`,
        },
      ];
    }),
};
