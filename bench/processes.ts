import { spawn } from "node:child_process";
import { join } from "node:path";
import type { PlanFigures } from "./scale";

/** One run of a command as a whole process. */
export interface Run {
  /** Wall time, start-up included. */
  readonly seconds: number;
  /** Time on processors, which other work of the machine does not lengthen. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ROOT = join(__dirname, "..");

/** Runs a command of the program; its processor time and peak memory are the kernel's accounting. */
export async function timeCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const started = process.hrtime.bigint();
  const { stdout, stderr } = await node(
    ["--require", join(ROOT, "bench", "usage.cjs"), join(ROOT, "cli", "hearth.cjs"), ...argv],
    env,
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const [, cpu, peak] = /^usage (\d+) us, (\d+) KiB$/m.exec(stderr) ?? [];
  return { seconds, cpuSeconds: Number(cpu) / 1e6, peakMiB: Number(peak) / 1024, stdout, stderr };
}

/** Plans with copies of an app in a process of its own, so that no plan works in another's heap. */
export async function planCopies(copies: number): Promise<PlanFigures> {
  const argv = ["--max-old-space-size=8192", ...program("plan-copies.ts"), String(copies)];
  const { stdout } = await node(argv);
  return JSON.parse(stdout) as PlanFigures;
}

/** Runs a program of this folder in a process of its own and reads the JSON that it prints. */
export async function child<T>(
  file: string,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<T> {
  const { stdout } = await node([...program(file), ...argv], env);
  return JSON.parse(stdout) as T;
}

const program = (file: string): string[] => [
  "--require",
  join(ROOT, "cli", "typescript.cjs"),
  join(ROOT, "bench", file),
];

/** Longest time that any of these may take, in milliseconds. */
const LIMIT = 1_200_000;

/** @throws Error with what the process said, where it fails */
async function node(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const started = spawn(process.execPath, argv, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT,
  });
  const texts = [started.stdout, started.stderr].map((stream) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString("utf8");
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    started.once("error", reject);
    started.once("close", resolve);
  });
  const [stdout = "", stderr = ""] = texts.map((text) => text());
  if (code !== 0) throw new Error(`${argv.join(" ")} failed:\n${stderr}`);
  return { stdout, stderr };
}

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
