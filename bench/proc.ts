import { readdirSync, readFileSync } from "node:fs";

/**
 * What Linux tells of processes under /proc. Everywhere else there is nothing, and what is not known
 * is undefined rather than zero.
 */

/** Clock ticks a second in /proc; fixed for user space on every architecture (proc_pid_stat(5)). */
const TICKS = 100;

/** Processor time of a process in seconds; undefined for one that is gone. */
export interface ProcessorTime {
  readonly own: number;
  /** Of its children that have ended and were waited for, and of theirs. */
  readonly children: number;
}

/** The processor time of a process. */
export function processorTime(pid: number | "self"): ProcessorTime | undefined {
  const stat = readOr(`/proc/${String(pid)}/stat`);
  if (stat === undefined) return undefined;
  // The command in parentheses may hold spaces; fields 14 to 17 are the eleventh to fourteenth after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
  return { own: (user + system) / TICKS, children: (childUser + childSystem) / TICKS };
}

/**
 * Memory of a process in MiB, with its part of what it shares with others (Pss), so that a sum over
 * processes counts everything once.
 */
export function memoryMiB(pid: number): number | undefined {
  const rollup = readOr(`/proc/${String(pid)}/smaps_rollup`);
  const [, kib] = /^Pss:\s+(\d+) kB$/m.exec(rollup ?? "") ?? [];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

/** The processes that were started with a variable in their environment, as their children are. */
export function processesWith(variable: string, value: string): number[] {
  let entries: string[];
  try {
    entries = readdirSync("/proc");
  } catch {
    return [];
  }
  const mark = `${variable}=${value}`;
  return entries
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => readOr(`/proc/${pid}/environ`)?.split("\0").includes(mark) ?? false)
    .map(Number);
}

function readOr(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
