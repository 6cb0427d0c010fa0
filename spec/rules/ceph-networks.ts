import { address, contains, network } from "../address";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { cephNodes } from "./support/ceph";

/** Every node with Ceph disks has an address in Ceph's public and cluster networks. */
export const cephNetworks: Rule = (spec) => {
  const networks = spec.storage.ceph?.network;
  if (networks === undefined) return [];
  const problems: Problem[] = [];
  for (const { name, node } of cephNodes(spec)) {
    const addresses = [
      node.address,
      ...Object.values(node.interfaces ?? {}).flatMap((one) => one.address ?? []),
    ].map(address);
    for (const role of ["public", "cluster"] as const) {
      const cidr = networks[role];
      if (cidr === undefined || addresses.some((one) => contains(network(cidr), one))) continue;
      problems.push({
        path: at("nodes", name, "interfaces"),
        message: `${name} has Ceph disks and no address in Ceph's ${role} network ${cidr} (storage.ceph.network.${role})`,
        remedy: `add an interface with an address inside ${cidr}`,
      });
    }
  }
  return problems;
};
