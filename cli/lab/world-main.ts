import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { LabInventory } from "../../lab/inventory";
import { claim, type Claim } from "../../lab/supervisor/claim";
import { identify, type ProcessIdentity } from "../../lab/supervisor/identity";
import { startWorld, type World, type WorldOptions } from "../../lab/world";
import { writeWorldRecord, type WorldAnswer, type WorldRecord } from "./world-record";

/**
 * The process of the simulated world. Its first line of input says what to simulate; then it lives
 * as long as its input stays open, or, after the line `keep`, until it is told to stop. So a command
 * that is interrupted or crashes takes the world with it.
 */

/** The first line of input. */
export interface WorldRequest {
  readonly inventory: LabInventory;
  readonly dir: string;
  readonly worldFile: string;
  /** Held by the one process that simulates this world. */
  readonly claimFile: string;
  /** The command that wants the world. */
  readonly owner: ProcessIdentity;
  readonly options: WorldOptions;
}

/** A line of output. */
export type WorldMessage =
  | { readonly type: "ready"; readonly record: WorldRecord }
  | { readonly type: "warning"; readonly text: string }
  | { readonly type: "event"; readonly event: string; readonly node: string }
  | { readonly type: "failed"; readonly text: string };

function say(message: WorldMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** A world that tells of itself. */
interface ToldWorld extends World {
  /** From now on it tells nothing more, so that no command takes it for one that it may use. */
  silence(): void;
}

/** What became of the process so far. */
const life = { kept: false, stopping: false };

/** How often an earlier world is looked at that has not ended yet, in milliseconds. */
const CLAIM_POLL = 100;

/**
 * Waits for the end of an earlier world, whose command was killed: it ends by itself, and until then
 * it holds files and ports. Undefined where this process itself is to stop before.
 */
async function claimed(file: string): Promise<Claim | undefined> {
  for (;;) {
    if (life.stopping) return undefined;
    const held = claim(file);
    if ("release" in held) return held;
    await sleep(CLAIM_POLL);
  }
}

async function run(request: WorldRequest): Promise<ToldWorld | undefined> {
  const { inventory, dir, worldFile, claimFile, owner, options } = request;
  const held = await claimed(claimFile);
  if (held === undefined) return undefined;
  const world = await startWorld(inventory, dir, {
    ...options,
    onWarning: (text) => {
      say({ type: "warning", text });
    },
    onEvent: ({ event, node = "" }) => {
      say({ type: "event", event, node });
    },
  });
  const control = createServer((_request, response) => {
    const answer: WorldAnswer = { ...world.status(), kept: life.kept };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => control.listen(0, "127.0.0.1", resolve));
  const { port } = control.address() as AddressInfo;
  const own = identify(process.pid);
  if (own === undefined) throw new Error("this process cannot tell who it is");
  const record: WorldRecord = {
    ...own,
    owner,
    status: `http://127.0.0.1:${String(port)}/`,
    endpoints: world.endpoints,
  };
  writeWorldRecord(worldFile, record);
  say({ type: "ready", record });
  return {
    ...world,
    stop: async () => {
      await world.stop();
      held.release();
    },
    silence: () => {
      control.close();
      control.closeAllConnections();
    },
  };
}

function main(): void {
  let world: Promise<ToldWorld | undefined> | undefined;
  const stop = () => {
    if (life.stopping) return;
    life.stopping = true;
    void (async () => {
      const started = await world?.catch(() => undefined);
      started?.silence();
      await started?.stop();
      process.exit(0);
    })();
  };
  // Ctrl-C and a closed terminal reach every process; the command decides what they mean.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
  process.on("SIGTERM", stop);
  // Whoever listened may be gone; the world goes on without being heard.
  process.stdout.on("error", () => undefined);
  const input = createInterface({ input: process.stdin });
  input.on("line", (line) => {
    if (line === "keep") {
      life.kept = true;
      return;
    }
    world ??= run(JSON.parse(line) as WorldRequest);
    world.catch((error: unknown) => {
      say({ type: "failed", text: error instanceof Error ? error.message : String(error) });
      process.exitCode = 1;
      process.stdin.destroy();
    });
  });
  input.on("close", () => {
    if (!life.kept) stop();
  });
}

main();
