import { nodesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { candidates, selectorsOf } from "./support/disks";

/**
 * Every disk selector says something and matches a disk that the hardware profile has. An empty one
 * would pick whatever disk answers first.
 */
export const diskSelectors: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [name, node] of Object.entries(spec.nodes)) {
    for (const { path, use, selector } of selectorsOf(name, node)) {
      if (Object.values(selector).some((value) => value !== undefined && value !== "")) continue;
      problems.push({
        path,
        value: selector,
        message: `the selector of ${use} picks no disk in particular`,
        remedy: "name the disk, e.g. by byId, serial, model or device",
      });
    }
  }
  for (const { name, node, hardware } of nodesOf(spec)) {
    if (hardware.disks.length === 0) continue;
    for (const { path, use, selector } of selectorsOf(name, node)) {
      if (candidates(selector, hardware.disks).length > 0) continue;
      const known = hardware.disks
        .map(({ device, model, size }) => `${device} (${model}, ${size})`)
        .join(", ");
      problems.push({
        path,
        value: selector,
        message: `the selector of ${use} matches no disk of ${at("hardware", node.hardware)}`,
        remedy: `match one of: ${known}`,
      });
    }
  }
  return problems;
};
