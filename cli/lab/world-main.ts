import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import type { LabInventory } from "../../lab/inventory";
import { startWorld, type World, type WorldOptions } from "../../lab/world";
import { processIdentity, type WorldRecord } from "./world-record";

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

async function run(request: WorldRequest): Promise<ToldWorld> {
  const { inventory, dir, worldFile, options } = request;
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
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(world.status()));
  });
  await new Promise<void>((resolve) => control.listen(0, "127.0.0.1", resolve));
  const { port } = control.address() as AddressInfo;
  const record: WorldRecord = {
    ...processIdentity(process.pid),
    status: `http://127.0.0.1:${String(port)}/`,
    endpoints: world.endpoints,
  };
  writeFileSync(worldFile, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  say({ type: "ready", record });
  return {
    ...world,
    silence: () => {
      control.close();
      control.closeAllConnections();
    },
  };
}

function main(): void {
  let world: Promise<ToldWorld> | undefined;
  let kept = false;
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void (async () => {
      const started = await world?.catch(() => undefined);
      started?.silence();
      await started?.stop();
      process.exit(0);
    })();
  };
  // Ctrl-C at a terminal reaches every process of the group; the command decides what it means.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", stop);
  // Whoever listened may be gone; the world goes on without being heard.
  process.stdout.on("error", () => undefined);
  const input = createInterface({ input: process.stdin });
  input.on("line", (line) => {
    if (line === "keep") {
      kept = true;
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
    if (!kept) stop();
  });
}

main();
