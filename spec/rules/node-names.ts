import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** `192-168-0-1` or `10`: names that read as an address, and that tools take for one. */
const ADDRESS_LIKE = /^(?:ip-)?\d{1,3}(?:-\d{1,3}){3}$|^\d+$/;

/**
 * Host names do not look like addresses, since an address may change and the name stays in etcd and
 * Ceph for good, and no machine of the inventory has the name of a node.
 */
export const nodeNames: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const name of Object.keys(spec.nodes)) {
    if (!ADDRESS_LIKE.test(name)) continue;
    problems.push({
      path: at("nodes", name),
      message: "the host name looks like an address",
      remedy: 'name the machine, e.g. "pi-01"',
    });
  }
  for (const name of Object.keys(spec.inventory)) {
    if (!Object.hasOwn(spec.nodes, name)) continue;
    problems.push({
      path: at("inventory", name),
      message: `has the name of a node (${at("nodes", name)})`,
      remedy: "rename one of them, or keep it in one place only",
    });
  }
  return problems;
};
