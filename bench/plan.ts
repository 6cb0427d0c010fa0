import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** One run of a command as a whole process. */
export interface Run {
  readonly seconds: number;
  readonly peakMiB: number;
}

const ROOT = join(__dirname, "..");

/** Runs a command of the program and reads its wall time and peak memory from the kernel's accounting. */
export function timeCommand(argv: readonly string[]): Run {
  const started = process.hrtime.bigint();
  const script = join(ROOT, "bench", "peak.cjs");
  const child = spawnSync(
    process.execPath,
    ["--require", script, join(ROOT, "cli", "hearth.cjs"), ...argv],
    {
      cwd: ROOT,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (child.status !== 0) throw new Error(`${argv.join(" ")} ended with ${String(child.status)}`);
  const peak = /peak-kib (\d+)/.exec(child.stderr)?.[1];
  return { seconds, peakMiB: Number(peak) / 1024 };
}

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
