import { address, network } from "../address";
import { at, type Problem } from "../report";
import { misplaced } from "./address-in-network";
import type { Rule } from "./rule";

/**
 * The VIP lies in the LAN, and so does every control plane: the address moves by gratuitous ARP,
 * which one Layer 2 network carries and no router does.
 * https://www.talos.dev/v1.12/talos-guides/network/vip/
 */
export const vip: Rule = (spec) => {
  const value = spec.network.vip;
  if (value === undefined) return [];
  const lan = network(spec.network.lan.cidr);
  const problems: Problem[] = [];
  const wrong = misplaced(address(value), lan);
  if (wrong !== undefined) {
    problems.push({
      path: "network.vip",
      value,
      message: `the VIP ${wrong} ${lan.text} (network.lan.cidr)`,
      remedy: `use a free address inside ${lan.text}`,
    });
  }
  for (const [name, node] of Object.entries(spec.nodes)) {
    if (node.role !== "controlplane") continue;
    const misfit = misplaced(address(node.address), lan);
    if (misfit === undefined) continue;
    problems.push({
      path: at("nodes", name, "address"),
      value: node.address,
      message: `control plane ${name} ${misfit} ${lan.text} (network.lan.cidr), and the VIP ${value} only moves between control planes in one Layer 2 network`,
      remedy: `use an address inside ${lan.text}, or remove network.vip`,
    });
  }
  return problems;
};
