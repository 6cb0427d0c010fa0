import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { PlanFigures } from "./scale";

/** One run of a command as a whole process. */
export interface Run {
  /** Wall time, start-up included. */
  readonly seconds: number;
  /** Time on processors, which other work of the machine does not lengthen. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const ROOT = join(__dirname, "..");

/** Runs a command of the program; its processor time and peak memory are the kernel's accounting. */
export function timeCommand(argv: readonly string[]): Run {
  const started = process.hrtime.bigint();
  const { stderr } = node([
    "--require",
    join(ROOT, "bench", "usage.cjs"),
    join(ROOT, "cli", "hearth.cjs"),
    ...argv,
  ]);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const [, cpu, peak] = /^usage (\d+) us, (\d+) KiB$/m.exec(stderr) ?? [];
  return { seconds, cpuSeconds: Number(cpu) / 1e6, peakMiB: Number(peak) / 1024 };
}

/** Plans with copies of an app in a process of its own, so that no plan works in another's heap. */
export function planCopies(copies: number): PlanFigures {
  const { stdout } = node([
    "--max-old-space-size=8192",
    "--require",
    join(ROOT, "cli", "typescript.cjs"),
    join(ROOT, "bench", "plan-copies.ts"),
    String(copies),
  ]);
  return JSON.parse(stdout) as PlanFigures;
}

function node(argv: readonly string[]) {
  const child = spawnSync(process.execPath, argv, {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: 600_000,
  });
  if (child.status !== 0) throw new Error(`${argv.join(" ")} failed:\n${child.stderr}`);
  return child;
}

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
