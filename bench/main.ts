import { median, timeCommand } from "./plan";
import { scaledPlan, scaledValidation } from "./scale";

/**
 * `npm run bench [-- --json]`: the figures that the project watches, measured on this machine.
 * Times are medians; ratios within one run are what to compare.
 */
async function main(): Promise<void> {
  const json = process.argv.includes("--json");
  const figures: Record<string, number> = {};
  const say = (name: string, value: number, unit: string) => {
    figures[name] = Number(value.toPrecision(4));
    if (!json) process.stdout.write(`${name.padEnd(48)}${value.toPrecision(4)} ${unit}\n`);
  };

  timeCommand(["plan", "home"]);
  const runs = Array.from({ length: 5 }, () => timeCommand(["plan", "home"]));
  say("plan home, wall", median(runs.map(({ seconds }) => seconds)), "s");
  say("plan home, peak memory", median(runs.map(({ peakMiB }) => peakMiB)), "MiB");

  const validation = scaledValidation(1_000, 3_000);
  say("validate 1,000 nodes and 3,000 apps", validation.seconds, "s");

  for (const factor of [1, 10, 30]) {
    const { seconds, resources } = await scaledPlan(factor);
    say(`plan ×${String(factor)}: resources`, resources, "");
    say(`plan ×${String(factor)}: per resource`, (seconds / resources) * 1000, "ms");
  }
  if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
}

void main();
