import { suggestion } from "../nearest";
import { nodesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { matches } from "./support/disks";

/**
 * Every interface of a node is one NIC or one bond, is selected by something, has its network where
 * it has an address, and carries VLANs that the stack has.
 */
export const nodeInterfaces: Rule = (spec) => {
  const vlans = Object.keys(spec.network.vlans);
  const problems: Problem[] = [];
  for (const [name, node] of Object.entries(spec.nodes)) {
    const entries = Object.entries(node.interfaces ?? {});
    if (node.interfaces !== undefined && entries.length === 0) {
      problems.push({
        path: at("nodes", name, "interfaces"),
        message: "is empty, so the node would have no network",
        remedy: "remove it, or add the interface of the LAN",
      });
    }
    for (const [key, one] of entries) {
      const path = at("nodes", name, "interfaces", key);
      if ((one.nic === undefined) === (one.bond === undefined)) {
        problems.push({
          path,
          message: one.nic === undefined ? "has neither nic nor bond" : "has both nic and bond",
          remedy: "give exactly one of nic and bond",
        });
      }
      const selectors = [one.nic, ...(one.bond?.members ?? [])];
      if (selectors.some((nic) => nic !== undefined && Object.keys(nic).length === 0)) {
        problems.push({
          path,
          message: "a selector picks no network interface in particular",
          remedy: "select by mac, driver or physical",
        });
      }
      if (one.address !== undefined && one.network === undefined) {
        problems.push({
          path: `${path}.network`,
          message: `is missing: the address ${one.address} has no network`,
          remedy: 'add its network as CIDR, e.g. "192.168.43.0/24"',
        });
      }
      one.vlans.forEach((vlan, index) => {
        if (Object.hasOwn(spec.network.vlans, vlan)) return;
        problems.push({
          path: `${path}.vlans.${String(index)}`,
          value: vlan,
          message: "is no VLAN of this stack",
          remedy: suggestion(vlan, vlans),
        });
      });
    }
  }
  for (const { name, node, hardware } of nodesOf(spec)) {
    for (const [key, one] of Object.entries(node.interfaces ?? {})) {
      for (const driver of [one.nic?.driver, ...(one.bond?.members ?? []).map((m) => m.driver)]) {
        if (driver === undefined) continue;
        if (hardware.nics.some((nic) => matches(driver, nic.driver))) continue;
        problems.push({
          path: at("nodes", name, "interfaces", key),
          value: driver,
          message: `no interface of ${at("hardware", node.hardware)} has this driver`,
          remedy: suggestion(
            driver,
            hardware.nics.map((nic) => nic.driver),
          ),
        });
      }
    }
  }
  return problems;
};
