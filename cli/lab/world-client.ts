import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { holderOf } from "../../lab/supervisor/claim";
import { identify, isRunning, type ProcessIdentity } from "../../lab/supervisor/identity";
import { Supervisor } from "../../lab/supervisor/supervisor";
import { UserError } from "../../spec/report";
import type { LabPaths } from "./paths";
import type { WorldMessage, WorldRequest } from "./world-main";
import { readWorldRecord, type WorldAnswer, type WorldRecord } from "./world-record";

/** Longest time that the world may take to stop, in milliseconds. */
const STOP_LIMIT = 30_000;

/** How often a world that ends is looked at, in milliseconds. */
const POLL = 100;

/** A world that this command uses. */
export interface WorldHandle {
  readonly record: WorldRecord;
  /** Lets the world live on when this command ends. */
  keep(): void;
  /** Stops the world, if this command started it. */
  release(): Promise<void>;
}

/** What a stack's world is asked to simulate. */
export type WorldWish = Pick<WorldRequest, "inventory" | "options">;

/**
 * The world of a stack: the one that runs, or a new process.
 *
 * @param signal ends the opening; the world that was to be is stopped then
 * @throws UserError with the world's own words where it does not start
 */
export async function openWorld(
  paths: LabPaths,
  wish: WorldWish,
  onMessage: (message: WorldMessage) => void,
  signal?: AbortSignal,
): Promise<WorldHandle> {
  const running = readWorldRecord(paths.worldFile);
  if (running !== undefined && (await isUsable(running))) {
    return { record: running, keep: () => undefined, release: () => Promise.resolve() };
  }
  const owner = identify(process.pid);
  if (owner === undefined) throw new Error("this process cannot tell who it is");
  mkdirSync(dirname(paths.worldLog), { recursive: true });
  const child = spawn(
    process.execPath,
    ["--require", join(__dirname, "..", "typescript.cjs"), join(__dirname, "world-main.ts")],
    {
      // A group of its own, so that Ctrl-C reaches the world only through this command.
      detached: true,
      stdio: ["pipe", "pipe", openSync(paths.worldLog, "a")],
    },
  );
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new TypeError("the world process has no pipes");
  const { inventory, options } = wish;
  const { world: dir, worldFile, worldClaim: claimFile } = paths;
  const request: WorldRequest = { inventory, options, dir, worldFile, claimFile, owner };
  stdin.on("error", () => undefined);
  stdin.write(`${JSON.stringify(request)}\n`);
  const abandon = () => {
    stdin.destroy();
  };
  signal?.addEventListener("abort", abandon);
  const record = await ready(child, stdout, paths, onMessage);
  signal?.removeEventListener("abort", abandon);
  return {
    record,
    keep: () => {
      stdin.end("keep\n");
      stdout.destroy();
      child.unref();
    },
    release: () => stopProcess(record),
  };
}

/**
 * Whether a world that runs may be used: it was kept, or its command lives. One whose command was
 * killed ends by itself, which takes a while; it is waited for because a new one needs its files.
 */
async function isUsable(record: WorldRecord): Promise<boolean> {
  const deadline = Date.now() + STOP_LIMIT;
  while (isRunning(record)) {
    const answer = await ask(record).catch(() => undefined);
    if (answer !== undefined && (answer.kept || isRunning(record.owner))) return true;
    if (Date.now() > deadline) kill(record.pid, "SIGKILL");
    await sleep(POLL);
  }
  return false;
}

function ready(
  child: ChildProcess,
  stdout: Readable,
  paths: LabPaths,
  onMessage: (message: WorldMessage) => void,
): Promise<WorldRecord> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(
        new UserError([
          `the simulated world ended with code ${String(code)}; its log is ${paths.worldLog}`,
        ]),
      );
    });
    createInterface({ input: stdout }).on("line", (line) => {
      const message = JSON.parse(line) as WorldMessage;
      onMessage(message);
      if (message.type === "ready") resolve(message.record);
      if (message.type === "failed")
        reject(new UserError([`the simulated world did not start: ${message.text}`]));
    });
  });
}

async function ask(record: WorldRecord): Promise<WorldAnswer> {
  const response = await fetch(record.status, { signal: AbortSignal.timeout(10_000) });
  return (await response.json()) as WorldAnswer;
}

/**
 * What the world is like now.
 *
 * @throws UserError where it runs and does not answer
 */
export async function worldStatus(record: WorldRecord): Promise<WorldAnswer> {
  try {
    return await ask(record);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError([
      `the simulated world (process ${String(record.pid)}) does not answer: ${reason}`,
    ]);
  }
}

/**
 * Stops the world of a stack, also one that is just starting or ending.
 *
 * @returns whether one ran
 */
export async function stopWorld(paths: LabPaths): Promise<boolean> {
  const process = readWorldRecord(paths.worldFile) ?? holderOf(paths.worldClaim);
  const ran = process !== undefined && isRunning(process);
  if (ran) await stopProcess(process);
  // A world that was killed itself could not end its servers.
  await new Supervisor(paths.world).reapAll();
  rmSync(paths.worldFile, { force: true });
  return ran;
}

async function stopProcess(world: ProcessIdentity): Promise<void> {
  if (!isRunning(world)) return;
  kill(world.pid, "SIGTERM");
  const deadline = Date.now() + STOP_LIMIT;
  while (isRunning(world)) {
    if (Date.now() > deadline) kill(world.pid, "SIGKILL");
    await sleep(POLL);
  }
}

/** Signals a process; one that ended in the meantime is no error. */
function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
