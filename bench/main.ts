import { parse } from "../cli/commands/command";
import { UserError } from "../spec/report";
import { stackNames } from "../stacks";
import { benchPlans } from "./plans";
import { benchRehearsal } from "./rehearsal";
import type { Say } from "./say";

const USAGE = "npm run bench [-- plan | <stack> …] [--json]";

/** What is measured where nothing is named. */
const USUAL = ["plan", "lab"];

/**
 * The figures that the project watches, measured on this machine: those of plans, and those of a
 * stack that is provisioned in the lab. Times are medians where something runs more than once;
 * ratios within one run are what to compare, and processor time is what other work of the machine
 * does not change.
 *
 * @throws UserError for what is neither `plan` nor a stack
 */
async function main(): Promise<void> {
  const options = { json: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values, positionals } = parse(process.argv.slice(2), USAGE, options, {
    min: 0,
    max: Number.POSITIVE_INFINITY,
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const known = ["plan", ...stackNames()];
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UserError([
      `there is nothing to measure that is called ${unknown.join(", ")}; there is ${known.join(", ")}`,
    ]);
  }
  const figures: Record<string, number> = {};
  const say: Say = (name, value, unit, goal) => {
    if (value === undefined) return;
    figures[name] = Number(value.toPrecision(4));
    if (values.json === true) return;
    const note = goal === undefined ? "" : `(goal: ${goal})`;
    process.stdout.write(
      `${`${name.padEnd(48)}${String(figures[name])} ${unit}`.padEnd(60)}${note}`.trimEnd() + "\n",
    );
  };
  for (const name of positionals.length > 0 ? positionals : USUAL) {
    await (name === "plan" ? benchPlans(say) : benchRehearsal(name, say));
  }
  if (values.json === true) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof UserError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
