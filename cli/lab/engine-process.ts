import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PulumiCommand } from "@pulumi/pulumi/automation";
import { Guard } from "../../lab/supervisor/guard";
import { identify, isRunning, type ProcessIdentity } from "../../lab/supervisor/identity";

/** What a call of the CLI wrote and how it ended, as the Automation API wants it. */
interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Makes the Automation API's own errors, by which it tells a missing stack from a failure. */
type ErrorOf = (result: Ended) => Error;

/** Longest time that an engine without its command may take to end by itself, in milliseconds. */
const ORPHAN_LIMIT = 10_000;

/** Plugins look this often whether their engine is there, in milliseconds, and end without it. */
const PLUGINS_END = 1_000;

/** How often an engine that ends is looked at, in milliseconds. */
const POLL = 50;

/**
 * The Pulumi CLI as the Automation API runs it, with two differences. It is in a process group of
 * its own: at a terminal Ctrl-C reaches a whole group, and the second signal, the one that the
 * Automation API sends, would make the engine drop what is under way. And it never outlives the
 * command: a guard ends it, and a file names it to the next command, which waits for its end.
 */
export class EngineProcess implements Pick<PulumiCommand, "command" | "version"> {
  readonly command: string;
  readonly version: PulumiCommand["version"];
  readonly #guard = new Guard();
  readonly #running = new Set<ChildProcess>();

  /**
   * @param cli the CLI as the Automation API found it
   * @param file where its process is named while it runs
   */
  constructor(
    cli: PulumiCommand,
    private readonly file: string,
  ) {
    this.command = cli.command;
    this.version = cli.version;
  }

  /**
   * Runs the CLI to its end; the signature is the one that the Automation API calls.
   *
   * @param signal asks the engine to stop: it begins nothing more and notes what it has done
   */
  async run(
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string | undefined>>,
    onOutput?: (data: string) => void,
    onError?: (data: string) => void,
    signal?: AbortSignal,
  ): Promise<Ended> {
    const child = spawn(this.command, [...args.filter(isOther), "--non-interactive"], {
      cwd,
      env: {
        ...process.env,
        ...env,
        PATH: [dirname(this.command), env["PATH"] ?? process.env["PATH"]].join(delimiter),
        PULUMI_AUTOMATION_API: "true",
      },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const written = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (data: string) => {
      written.stdout += data;
      onOutput?.(data);
    });
    child.stderr.setEncoding("utf8").on("data", (data: string) => {
      written.stderr += data;
      onError?.(data);
    });
    const ended = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        resolve(code ?? -1);
      });
    });
    const interrupt = () => {
      child.kill("SIGINT");
    };
    this.#watch(child);
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener("abort", interrupt);
    try {
      const code = await ended;
      const result = { ...written, code, toString: () => described({ ...written, code }) };
      if (code === 0) return result;
      const { createCommandError } = require("@pulumi/pulumi/automation/errors") as {
        createCommandError: ErrorOf;
      };
      throw createCommandError(result);
    } finally {
      signal?.removeEventListener("abort", interrupt);
      this.#unwatch(child);
    }
  }

  /** Ends what runs at once, whatever it is doing. */
  kill(): void {
    for (const child of this.#running) child.kill("SIGKILL");
  }

  /** To be called when no call will come any more. */
  close(): void {
    this.#guard.quit();
  }

  #watch(child: ChildProcess): void {
    this.#running.add(child);
    if (child.pid === undefined) return;
    this.#guard.add(child.pid);
    const identity = identify(child.pid);
    if (identity === undefined) return;
    mkdirSync(dirname(this.file), { recursive: true });
    const staged = `${this.file}.partial`;
    writeFileSync(staged, `${JSON.stringify(identity)}\n`, { mode: 0o600 });
    renameSync(staged, this.file);
  }

  #unwatch(child: ChildProcess): void {
    this.#running.delete(child);
    if (child.pid !== undefined) this.#guard.drop(child.pid);
    rmSync(this.file, { force: true });
  }
}

/**
 * Waits for the end of an engine whose command was killed, and ends it where that takes too long.
 * Two engines at a time would each write the state without the other's resources.
 *
 * @param file where the engine's process is named
 * @param limit how long it may take to end by itself, in milliseconds
 */
export async function endOrphan(file: string, limit: number = ORPHAN_LIMIT): Promise<void> {
  const orphan = read(file);
  if (orphan === undefined) return;
  const deadline = Date.now() + limit;
  while (isRunning(orphan)) {
    if (Date.now() > deadline) kill(orphan.pid);
    await sleep(POLL);
  }
  // Its plugins may still be at work: what they do now would be noted by nobody.
  await sleep(PLUGINS_END);
  rmSync(file, { force: true });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended in the meantime.
  }
}

function read(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

const isOther = (argument: string): boolean => argument !== "--non-interactive";

function described({ stdout, stderr, code }: Ended): string {
  return `code: ${String(code)}\n stdout: ${stdout}\n stderr: ${stderr}\n`;
}
