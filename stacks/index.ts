import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { catalog } from "../catalog";
import type { ClusterInput, ClusterSpec } from "../spec/cluster";
import { loadProblems } from "../spec/load-problems";
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
 * @throws UserError for a name without a file, with the nearest one, and for a file that cannot be
 *   loaded or exports nothing
 */
export function loadStack(name: string): ClusterInput {
  const known = /^[a-z0-9][a-z0-9-]*$/.test(name) && !OTHERS.has(name);
  if (!known || !existsSync(join(__dirname, `${name}.ts`))) {
    throw new UserError([
      `stack ${JSON.stringify(name)}: there is no stacks/${name}.ts; ${suggestion(name, stackNames())}`,
    ]);
  }
  const file = `stacks/${name}.ts`;
  const { default: stack } = load(name, file);
  if (stack === undefined) {
    throw new UserError([
      `${file}: exports no stack; write it as: export default defineStack({ … })`,
    ]);
  }
  return stack;
}

/** The module of a stack; what is wrong with its file is its author's to mend. */
function load(name: string, file: string): { readonly default?: ClusterInput } {
  try {
    return require(`./${name}`) as { readonly default?: ClusterInput };
  } catch (error) {
    const problems = loadProblems(file, error);
    throw problems === undefined ? error : new UserError(problems);
  }
}

/**
 * The valid cluster of a stack.
 *
 * @throws UserError, SpecError with every problem
 */
export function loadSpec(name: string): ClusterSpec {
  return validate(`stacks/${name}.ts`, loadStack(name), validationContext);
}
