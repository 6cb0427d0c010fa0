import { median, planCopies, timeCommand } from "./processes";
import type { Say } from "./say";
import { timeValidation } from "./scale";

/** How many times as many resources as `home` has are planned. */
const FACTORS = [1, 10, 30];

/** Figures of a plan of `home`, of validation at a thousand nodes, and of plans at any size. */
export async function benchPlans(say: Say): Promise<void> {
  await timeCommand(["plan", "home"]);
  const runs = [];
  for (let turn = 0; turn < 5; turn++) runs.push(await timeCommand(["plan", "home"]));
  say("plan home, wall", median(runs.map(({ seconds }) => seconds)), "s");
  say("plan home, processor", median(runs.map(({ cpuSeconds }) => cpuSeconds)), "s");
  say("plan home, peak memory", median(runs.map(({ peakMiB }) => peakMiB)), "MiB");

  say("validate 1,000 nodes and 3,000 apps", timeValidation(1_000, 3_000), "s");
  await scalePlans(say);
}

/** Plans with so many copies of an app that the resources are a multiple of those of `home`. */
async function scalePlans(say: Say): Promise<void> {
  const home = await planCopies(0);
  const resourcesPerCopy = ((await planCopies(10)).resources - home.resources) / 10;
  for (const factor of FACTORS) {
    const copies = Math.round(((factor - 1) * home.resources) / resourcesPerCopy);
    const { seconds, cpuSeconds, resources } = await planCopies(copies);
    say(`plan ×${String(factor)}: resources`, resources, "");
    say(`plan ×${String(factor)}: per resource`, (seconds / resources) * 1000, "ms");
    say(`plan ×${String(factor)}: processor per resource`, (cpuSeconds / resources) * 1000, "ms");
  }
}
