import { isImageApp } from "../app/app";
import type { ClusterSpec } from "../cluster";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { selectorsOf } from "./support/disks";

/** What identifies one piece of hardware, with its owner. */
interface Identity {
  readonly path: string;
  readonly owner: string;
  readonly what: string;
  readonly value: string;
}

/** No MAC address, disk serial number, WWID or by-id link belongs to two machines or pods. */
export const uniqueHardware: Rule = (spec) => {
  const owners = new Map<string, Identity>();
  const problems: Problem[] = [];
  for (const identity of identitiesOf(spec)) {
    const key = `${identity.what} ${identity.value}`;
    const first = owners.get(key);
    if (first === undefined) owners.set(key, identity);
    // Uses of one disk within a node are disk-used-once's.
    else if (first.owner !== identity.owner || identity.what === "MAC address") {
      problems.push({
        path: identity.path,
        value: identity.value,
        message: `${identity.owner} has the ${identity.what} of ${first.owner} (${first.path})`,
        remedy: "read it again from both machines and correct the wrong one",
      });
    }
  }
  return problems;
};

function identitiesOf(spec: ClusterSpec): Identity[] {
  const found: Identity[] = [];
  for (const [name, node] of Object.entries(spec.nodes)) {
    const owner = `node ${name}`;
    for (const [key, one] of Object.entries(node.interfaces ?? {})) {
      const path = at("nodes", name, "interfaces", key);
      const add = (where: string, mac: string | undefined) => {
        if (mac === undefined) return;
        found.push({ path: `${path}.${where}`, owner, what: "MAC address", value: mac });
      };
      add("nic.mac", one.nic?.mac);
      one.bond?.members.forEach(({ mac }, index) => {
        add(`bond.members.${String(index)}.mac`, mac);
      });
    }
    for (const { path, selector } of selectorsOf(name, node)) {
      for (const [field, what] of [
        ["serial", "disk serial number"],
        ["wwid", "disk WWID"],
        ["byId", "disk link"],
      ] as const) {
        const value = selector[field];
        if (value !== undefined) found.push({ path: `${path}.${field}`, owner, what, value });
      }
    }
  }
  for (const [name, app] of Object.entries(spec.apps)) {
    if (!isImageApp(app)) continue;
    for (const [vlan, { mac }] of Object.entries(app.networks)) {
      if (mac === undefined) continue;
      found.push({
        path: at("apps", name, "networks", vlan, "mac"),
        owner: `app ${name}`,
        what: "MAC address",
        value: mac,
      });
    }
  }
  return found;
}
