import { own } from "../lookup";
import type { Problem } from "../report";
import type { Rule } from "./rule";
import { candidates, selectorsOf, type Disk, type NamedSelector } from "./support/disks";

/**
 * No disk of a node has two uses: Ceph wipes what it is given, so the system disk must never be
 * among its disks. Two selectors clash where they are alike, where they name the same serial number,
 * WWID or link, and where the profile leaves both only one and the same disk.
 */
export const diskUsedOnce: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [name, node] of Object.entries(spec.nodes)) {
    const disks = own(spec.hardware, node.hardware)?.disks ?? [];
    const owners = new Map<string, NamedSelector>();
    for (const named of selectorsOf(name, node)) {
      const keys = identities(named, disks);
      const first = keys.map((key) => owners.get(key)).find((owner) => owner !== undefined);
      for (const key of keys) owners.set(key, owners.get(key) ?? named);
      // Volumes may share a disk with one another and with the system: Talos partitions it.
      if (first === undefined || (!isCeph(first) && !isCeph(named))) continue;
      problems.push({
        path: named.path,
        value: named.selector,
        message: `${named.use} of ${name} is the same disk as ${first.use} (${first.path})`,
        remedy: `select another disk${otherDisks(disks)}`,
      });
    }
  }
  return problems;
};

const isCeph = ({ use }: NamedSelector) => use === "a Ceph disk";

function identities({ selector }: NamedSelector, disks: readonly Disk[]): string[] {
  const entries = Object.entries(selector).filter(([, value]) => value !== undefined);
  const keys = [JSON.stringify(entries.sort(([a], [b]) => a.localeCompare(b)))];
  for (const field of ["serial", "wwid", "byId", "device"] as const) {
    const value = selector[field];
    if (value !== undefined) keys.push(`${field} ${value}`);
  }
  const [only, ...others] = candidates(selector, disks);
  if (only !== undefined && others.length === 0) keys.push(`device ${only.device}`);
  return keys;
}

function otherDisks(disks: readonly Disk[]): string {
  return disks.length === 0
    ? ""
    : `; the profile has ${disks.map(({ device }) => device).join(", ")}`;
}
