import { network } from "../address";
import type { Rule } from "./rule";

/** Prefix of the pod network of one node: the default of `node-cidr-mask-size-ipv4`. */
const NODE_PREFIX = 24;

/**
 * The pod network holds a /24 for each node. The controller manager gives no addresses to the nodes
 * beyond, and their pods never start.
 * https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/
 */
export const podNetworkSize: Rule = (spec) => {
  const { prefix } = network(spec.network.pods);
  const capacity = prefix > NODE_PREFIX ? 0 : 2 ** (NODE_PREFIX - prefix);
  const nodes = Object.keys(spec.nodes).length;
  if (nodes <= capacity) return [];
  const needed = NODE_PREFIX - Math.ceil(Math.log2(nodes));
  return [
    {
      path: "network.pods",
      value: spec.network.pods,
      message: `has room for ${String(capacity)} nodes at a /${String(NODE_PREFIX)} each, and there are ${String(nodes)}`,
      remedy: `use a /${String(needed)} or larger`,
    },
  ];
};
