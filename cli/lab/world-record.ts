import { existsSync, readFileSync } from "node:fs";
import type { WorldEndpoints } from "../../lab/world";

/** A process, told apart from a later one that got the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time as the kernel counts it; empty where that cannot be read. */
  readonly startTime: string;
}

/** What the world process says of itself, for later commands. */
export interface WorldRecord extends ProcessIdentity {
  /** URL that answers with the world's status as JSON. */
  readonly status: string;
  readonly endpoints: WorldEndpoints;
}

/** The identity of a running process. */
export function processIdentity(pid: number): ProcessIdentity {
  return { pid, startTime: startTimeOf(pid) ?? "" };
}

/** Whether that very process still runs. */
export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return startTime === "" || startTimeOf(pid) === startTime;
}

/** The record of a world that runs, undefined where none does. */
export function readWorldRecord(file: string): WorldRecord | undefined {
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(readFileSync(file, "utf8")) as WorldRecord;
  return isAlive(record) ? record : undefined;
}

/**
 * Field 22 of /proc/<pid>/stat, after the parenthesised command (proc_pid_stat(5)); undefined for a
 * process that has ended and that nobody has waited for yet, as in containers without an init.
 */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
