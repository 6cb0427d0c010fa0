/**
 * Child processes of the lab: each with a log and a pid file, none left behind.
 *
 *     <dir>/logs/<name>.log   what it wrote, this run and those before
 *     <dir>/pids/<name>.json  the process that runs, by pid, start and command; pid 0 while it starts
 */
import { spawn, type ChildProcess } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Guard } from "./guard";
import { findCommand, identify, isRunning, type ProcessIdentity } from "./identity";

/** A process to start. */
export interface ProcessSpec {
  /** Unique in the supervisor; names the log and the pid file. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Receives each line of standard output, which then does not go to the log. */
  readonly onLine?: (line: string) => void;
}

/** A child process that was started. */
export interface Managed {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it ended, to its exit code or signal. Never rejects. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** The end of its log, for a message. */
  tail(lines?: number): string;
  /** Asks it to end, then makes it end after `grace` milliseconds. */
  stop(grace?: number): Promise<void>;
}

/** Milliseconds that a process has to end by itself. */
const GRACE = 10_000;

/** Starts child processes, ends them in order, and ends those that a crashed run left behind. */
export class Supervisor {
  private readonly running = new Map<string, Managed>();
  private guard: Guard | undefined;

  constructor(private readonly dir: string) {}

  /**
   * Starts a process. One of the same name that a crashed run left behind is ended first.
   *
   * @throws Error when the executable cannot be started
   */
  async start(spec: ProcessSpec): Promise<Managed> {
    for (const sub of ["logs", "pids"]) mkdirSync(path.join(this.dir, sub), { recursive: true });
    await this.reap(spec.name);
    const log = path.join(this.dir, "logs", `${spec.name}.log`);
    const fd = openSync(log, "a");
    // Before it runs: should this process be killed right after, the next one looks for it.
    const command = [spec.command, ...spec.args].join(" ");
    this.note(spec.name, { pid: 0, started: "", command });
    const child = spawn(spec.command, spec.args, {
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      env: spec.env ?? process.env,
      // A session of its own: Ctrl-C goes to the lab, which stops its children in order.
      detached: true,
      stdio: ["ignore", spec.onLine === undefined ? fd : "pipe", fd],
    });
    closeSync(fd);
    if (spec.onLine !== undefined) forwardLines(child, spec.onLine);
    const pid = await started(child, spec);
    this.guard ??= new Guard();
    this.guard.add(pid);
    const identity = identify(pid);
    if (identity !== undefined) this.note(spec.name, identity);
    const managed = this.manage(spec.name, child, pid, log);
    this.running.set(spec.name, managed);
    return managed;
  }

  /** Stops everything that this supervisor started, the latest first. */
  async stopAll(): Promise<void> {
    for (const managed of [...this.running.values()].reverse()) await managed.stop();
    this.guard?.quit();
    this.guard = undefined;
  }

  /** Names of what runs now. */
  names(): string[] {
    return [...this.running.keys()];
  }

  /** Ends every process that an earlier run under the same directory left behind. */
  async reapAll(): Promise<string[]> {
    let files: string[] = [];
    try {
      files = readdirSync(path.join(this.dir, "pids"));
    } catch {
      // Nothing ever ran here.
    }
    const names = files.map((file) => path.basename(file, ".json"));
    const ended = await Promise.all(
      names.filter((name) => !this.running.has(name)).map((name) => this.reap(name)),
    );
    return names.filter((_, index) => ended[index]);
  }

  private async reap(name: string): Promise<boolean> {
    const file = this.pidFile(name);
    let left: ProcessIdentity;
    try {
      left = JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
    } catch {
      return false;
    }
    const found = left.pid === 0 ? findCommand(left.command) : [left].filter(isRunning);
    for (const each of found) await end(each.pid, () => isRunning(each), GRACE);
    rmSync(file, { force: true });
    return found.length > 0;
  }

  private manage(name: string, child: ChildProcess, pid: number, log: string): Managed {
    let alive = true;
    const ended = new Promise<number | NodeJS.Signals>((resolve) => {
      child.once("exit", (code, signal) => {
        alive = false;
        this.guard?.drop(pid);
        this.running.delete(name);
        rmSync(this.pidFile(name), { force: true });
        resolve(code ?? signal ?? 1);
      });
    });
    return {
      name,
      pid,
      ended,
      tail: (lines = 5) => readTail(log, lines),
      stop: async (grace = GRACE) => {
        await end(pid, () => alive, grace);
        await ended;
      },
    };
  }

  private note(name: string, identity: ProcessIdentity): void {
    writeFileSync(this.pidFile(name), `${JSON.stringify(identity)}\n`);
  }

  private pidFile(name: string): string {
    return path.join(this.dir, "pids", `${name}.json`);
  }
}

async function end(pid: number, alive: () => boolean, grace: number): Promise<void> {
  const deadline = Date.now() + grace;
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!alive()) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    while (alive() && (signal === "SIGKILL" || Date.now() < deadline)) await sleep(10);
  }
}

async function started(child: ChildProcess, spec: ProcessSpec): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) =>
      reject(new Error(`cannot start ${spec.name}: ${error.message}`)),
    );
    child.once("spawn", () => resolve(child.pid as number));
  });
}

function forwardLines(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
}

function readTail(file: string, lines: number): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
  } catch {
    return "";
  }
}
