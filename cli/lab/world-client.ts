import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, openSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorldStatus } from "../../lab/world";
import { UserError } from "../../spec/report";
import type { LabPaths } from "./paths";
import type { WorldMessage, WorldRequest } from "./world-main";
import { isAlive, readWorldRecord, type WorldRecord } from "./world-record";

/** Longest time that the world may take to stop, in milliseconds. */
const STOP_LIMIT = 30_000;

/** A world that this command uses. */
export interface WorldHandle {
  readonly record: WorldRecord;
  /** Lets the world live on when this command ends. */
  keep(): void;
  /** Stops the world, if this command started it. */
  release(): Promise<void>;
}

/**
 * The world of a stack: the one that runs, or a new process.
 *
 * @throws UserError with the world's own words where it does not start
 */
export async function openWorld(
  paths: LabPaths,
  request: Omit<WorldRequest, "dir" | "worldFile">,
  onMessage: (message: WorldMessage) => void,
): Promise<WorldHandle> {
  const running = readWorldRecord(paths.worldFile);
  if (running !== undefined && (await isUsable(running))) {
    return { record: running, keep: () => undefined, release: () => Promise.resolve() };
  }
  mkdirSync(dirname(paths.worldLog), { recursive: true });
  const child = spawn(
    process.execPath,
    ["--require", "tsx/cjs", join(__dirname, "world-main.ts")],
    {
      // A group of its own, so that Ctrl-C reaches the world only through this command.
      detached: true,
      stdio: ["pipe", "pipe", openSync(paths.worldLog, "a")],
    },
  );
  const record = await ready(
    child,
    { ...request, dir: paths.world, worldFile: paths.worldFile },
    onMessage,
  );
  return {
    record,
    keep: () => {
      child.stdin?.end("keep\n");
      child.stdout?.destroy();
      child.unref();
    },
    release: () => stopProcess(record),
  };
}

/**
 * Whether a world that runs may be used. One whose command was killed stops by itself, which takes
 * a while; it says nothing more then, and is waited for because a new one needs its files.
 */
async function isUsable(record: WorldRecord): Promise<boolean> {
  const answers = await worldStatus(record).then(
    () => true,
    () => false,
  );
  if (!answers) await ended(record);
  return answers;
}

function ready(
  child: ChildProcess,
  request: WorldRequest,
  onMessage: (message: WorldMessage) => void,
): Promise<WorldRecord> {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new TypeError("the world process has no pipes");
  stdin.on("error", () => undefined);
  stdin.write(`${JSON.stringify(request)}\n`);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(
        new UserError([
          `the simulated world ended with code ${String(code)}; its log is ${request.dir}/../world.log`,
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

/** What the world is like now. */
export async function worldStatus(record: WorldRecord): Promise<WorldStatus> {
  const response = await fetch(record.status, { signal: AbortSignal.timeout(10_000) });
  return (await response.json()) as WorldStatus;
}

/**
 * Stops the world of a stack.
 *
 * @returns whether one ran
 */
export async function stopWorld(paths: LabPaths): Promise<boolean> {
  const record = readWorldRecord(paths.worldFile);
  if (record !== undefined) await stopProcess(record);
  rmSync(paths.worldFile, { force: true });
  return record !== undefined;
}

async function stopProcess(record: WorldRecord): Promise<void> {
  if (!isAlive(record)) return;
  process.kill(record.pid, "SIGTERM");
  await ended(record);
}

/** Resolves once the process is gone; one that takes too long is killed. */
async function ended(record: WorldRecord): Promise<void> {
  for (let waited = 0; waited < STOP_LIMIT; waited += 100) {
    if (!isAlive(record)) return;
    await sleep(100);
  }
  process.kill(record.pid, "SIGKILL");
}
