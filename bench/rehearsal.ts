import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LabReport } from "../cli/lab/summary";
import { MemoryWatch } from "./memory";
import type { PreviewFigures } from "./preview";
import { processesWith, processorTime } from "./proc";
import { child, median, timeCommand, type Run } from "./processes";
import type { Say } from "./say";

/** Goals of a stack's rehearsal on two processors and 4 GB, with the tools at hand. */
interface Goals {
  /** From nothing until everything is Ready, in seconds. */
  readonly whole?: number;
}

const GOALS: Readonly<Record<string, Goals>> = { lab: { whole: 90 }, home: { whole: 360 } };

/** How many times each kind of preview is run, in turn. */
const PAIRS = 3;

/**
 * Rehearses a stack in a lab of its own, from nothing and down again, and measures it.
 *
 * @throws Error with what the lab said, where it does not come up whole
 */
export async function benchRehearsal(stack: string, say: Say): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-"));
  const env = { HEARTH_LAB_DIR: folder };
  const down = async () => {
    await timeCommand(["lab", "down", stack], env);
    rmSync(folder, { recursive: true, force: true });
  };
  // The world outlives the command that started it, so it must not outlive the bench.
  const interrupt = () => {
    void down().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    const { up, memory } = await rehearse(stack, folder, env);
    sayUp(stack, up, memory, worldSeconds(folder), say);
    await benchPreviews(stack, join(folder, "frozen.json"), env, say);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    await down();
  }
}

async function rehearse(
  stack: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly up: Run; readonly memory: number | undefined }> {
  const watch = new MemoryWatch(folder);
  try {
    const up = await timeCommand(["lab", stack, "--json"], env);
    return { up, memory: watch.peak() };
  } finally {
    watch.stop();
  }
}

function sayUp(
  stack: string,
  up: Run,
  memory: number | undefined,
  world: number | undefined,
  say: Say,
): void {
  const { figures } = JSON.parse(up.stdout) as LabReport;
  if (figures === undefined) throw new Error(`the lab says no figures of ${stack}`);
  const { seconds, chainSeconds, changed, controlPlaneSeconds } = figures;
  const { whole } = GOALS[stack] ?? {};
  say(`lab ${stack}: from nothing to all Ready`, up.seconds, "s", goal(whole, "s"));
  say(`lab ${stack}: peak memory of all processes`, memory, "MiB", goal(4096, "MiB"));
  say(`lab ${stack}: control plane up`, controlPlaneSeconds, "s", goal(10, "s"));
  say(`lab ${stack}: steps of the up`, changed, "");
  say(`lab ${stack}: makespan`, seconds, "s");
  say(`lab ${stack}: longest chain`, chainSeconds, "s");
  say(`lab ${stack}: makespan to longest chain`, seconds / chainSeconds, "×", goal(1.15, "×"));
  const processor = world === undefined ? undefined : up.cpuSeconds + world;
  say(`lab ${stack}: processor time of all processes`, processor, "s");
}

const goal = (most: number | undefined, unit: string): string | undefined =>
  most === undefined ? undefined : `at most ${String(most)} ${unit}`;

/** Processor time of what still runs when the up is over: the world and its servers. */
function worldSeconds(folder: string): number | undefined {
  const times = processesWith("HEARTH_LAB_DIR", folder)
    .map(processorTime)
    .filter((time) => time !== undefined);
  if (times.length === 0) return undefined;
  return times.reduce((sum, { own, children }) => sum + own + children, 0);
}

/** Previews that change nothing, of the program and of an empty one, one after the other in turn. */
async function benchPreviews(
  stack: string,
  file: string,
  env: Readonly<Record<string, string>>,
  say: Say,
): Promise<void> {
  await child("preview.ts", [stack, file, "freeze"], env);
  const preview = (what: string) => child<PreviewFigures>("preview.ts", [stack, file, what], env);
  await preview("program");
  const [program, frozen]: PreviewFigures[][] = [[], []];
  for (let pair = 0; pair < PAIRS; pair++) {
    program?.push(await preview("program"));
    frozen?.push(await preview("frozen"));
  }
  const middle = (runs: readonly PreviewFigures[] = [], of: keyof PreviewFigures) =>
    median(runs.map((run) => run[of]));
  const ratio = (of: keyof PreviewFigures) => middle(program, of) / middle(frozen, of);
  say(`lab ${stack}: resources of a preview`, middle(program, "resources"), "");
  say(`lab ${stack}: preview without changes`, middle(program, "seconds"), "s");
  say(`lab ${stack}: preview of an empty program`, middle(frozen, "seconds"), "s");
  say(`lab ${stack}: preview to the empty one`, ratio("seconds"), "×", goal(1.3, "×"));
  say(`lab ${stack}: the same in processor time`, ratio("cpuSeconds"), "×");
}
