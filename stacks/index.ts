import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "../catalog";
import type { ClusterInput, ClusterSpec } from "../spec/cluster";
import { suggestion } from "../spec/nearest";
import { UserError } from "../spec/report";
import { validate, type ValidationContext } from "../spec/validate";
import { charts } from "../versions";

/** What every stack is validated against. */
export const validationContext: ValidationContext = {
  catalog,
  pins: { cilium: charts.cilium.version, rook: charts["rook-ceph"].version },
};

/** Files of this folder that are no stacks. */
const OTHERS = new Set(["index", "hardware"]);

/** Names of all stacks: one file each in this folder. */
export function stackNames(): string[] {
  return readdirSync(__dirname)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
    .map((file) => file.slice(0, -".ts".length))
    .filter((name) => !OTHERS.has(name))
    .sort();
}

/**
 * A stack as it is written.
 *
 * @throws UserError for a name without a file, with the nearest one
 */
export function loadStack(name: string): ClusterInput {
  const known = /^[a-z0-9][a-z0-9-]*$/.test(name) && !OTHERS.has(name);
  if (!known || !existsSync(join(__dirname, `${name}.ts`))) {
    throw new UserError([
      `stack ${JSON.stringify(name)}: there is no stacks/${name}.ts; ${suggestion(name, stackNames())}`,
    ]);
  }
  return (require(`./${name}`) as { readonly default: ClusterInput }).default;
}

/**
 * The valid cluster of a stack.
 *
 * @throws UserError, SpecError with every problem
 */
export function loadSpec(name: string): ClusterSpec {
  return validate(`stacks/${name}.ts`, loadStack(name), validationContext);
}
