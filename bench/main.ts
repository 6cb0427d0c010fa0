import { parseArgs } from "node:util";
import { lastRuns } from "./lab";
import { median, planCopies, timeCommand } from "./processes";
import { timeValidation } from "./scale";

/** How many times as many resources as `home` has are planned. */
const FACTORS = [1, 10, 30];

/**
 * `npm run bench [-- --json] [--lab]`: the figures that the project watches, measured on this
 * machine. Times are medians; ratios within one run are what to compare. With `--lab` the figures of
 * the last rehearsals are among them.
 */
function main(): void {
  const { values } = parseArgs({
    options: { json: { type: "boolean" }, lab: { type: "boolean" } },
  });
  const figures: Record<string, number> = {};
  const say = (name: string, value: number, unit: string) => {
    figures[name] = Number(value.toPrecision(4));
    if (values.json !== true) {
      process.stdout.write(`${name.padEnd(48)}${String(figures[name])} ${unit}\n`);
    }
  };

  timeCommand(["plan", "home"]);
  const runs = Array.from({ length: 5 }, () => timeCommand(["plan", "home"]));
  say("plan home, wall", median(runs.map(({ seconds }) => seconds)), "s");
  say("plan home, processor", median(runs.map(({ cpuSeconds }) => cpuSeconds)), "s");
  say("plan home, peak memory", median(runs.map(({ peakMiB }) => peakMiB)), "MiB");

  say("validate 1,000 nodes and 3,000 apps", timeValidation(1_000, 3_000), "s");

  scalePlans(say);
  if (values.lab === true) sayLab(say);
  if (values.json === true) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
}

type Say = (name: string, value: number, unit: string) => void;

/** Plans with so many copies of an app that the resources are a multiple of those of `home`. */
function scalePlans(say: Say): void {
  const home = planCopies(0);
  const resourcesPerCopy = (planCopies(10).resources - home.resources) / 10;
  for (const factor of FACTORS) {
    const copies = Math.round(((factor - 1) * home.resources) / resourcesPerCopy);
    const { seconds, cpuSeconds, resources } = planCopies(copies);
    say(`plan ×${String(factor)}: resources`, resources, "");
    say(`plan ×${String(factor)}: per resource`, (seconds / resources) * 1000, "ms");
    say(`plan ×${String(factor)}: processor per resource`, (cpuSeconds / resources) * 1000, "ms");
  }
}

function sayLab(say: Say): void {
  for (const [stack, { seconds, changed, chainSeconds }] of Object.entries(lastRuns())) {
    say(`lab ${stack}: up of ${String(changed)} resources`, seconds, "s");
    say(`lab ${stack}: longest chain`, chainSeconds, "s");
  }
}

main();
