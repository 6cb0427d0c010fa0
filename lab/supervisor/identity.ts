import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a process from a later one with the same pid: when it started and what it runs.
 * The unit of `started` is the operating system's own; it is only ever compared for equality.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
}

/** The identity of a living process; undefined when there is none with that pid. */
export function identify(pid: number): ProcessIdentity | undefined {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

/** Whether that very process still runs; another one may have got its pid since. */
export function isRunning(process: ProcessIdentity): boolean {
  const now = identify(process.pid);
  return now !== undefined && now.started === process.started && now.command === process.command;
}

/** The living processes that run exactly this command line. */
export function findCommand(command: string): ProcessIdentity[] {
  const listed = execFileSync("ps", ["-A", "-ww", "-o", "pid="], {
    encoding: "utf8",
    maxBuffer: 16 * 2 ** 20,
  });
  return listed
    .split("\n")
    .map((line) => identify(Number.parseInt(line, 10)))
    .filter((each): each is ProcessIdentity => each?.command === command);
}

function fromProc(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in parentheses, which may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, started] = [fields[0], fields[19]];
    if (state === "Z" || started === undefined) return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    return { pid, started, command };
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): ProcessIdentity | undefined {
  try {
    const ask = (field: string): string =>
      execFileSync("ps", ["-p", String(pid), "-o", `${field}=`], { encoding: "utf8" }).trim();
    return { pid, started: ask("lstart"), command: ask("command") };
  } catch {
    return undefined;
  }
}
