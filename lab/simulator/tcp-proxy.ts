import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Faults } from "./faults";

/** A proxy that listens. */
export interface TcpProxy {
  stop(): Promise<void>;
}

/** Milliseconds between two looks for faults that strike connections which are open already. */
const LOOK = 500;

/**
 * Passes connections on to another loopback port, with faults, counted by connection: for a server
 * of which the lab does not speak the protocol itself. `drop` closes after the first answer's first
 * bytes.
 *
 * @param calls takes connections over for as long as a fault is about single calls
 */
export async function proxy(
  port: number,
  target: number,
  faults: Faults,
  calls: (client: Socket) => void,
): Promise<TcpProxy> {
  const open = new Set<Socket>();
  /** Those of them that are passed on without a look into them. */
  const passed = new Set<Socket>();
  let server: Server;
  let stopped = false;

  const pass = async (client: Socket): Promise<void> => {
    open.add(client);
    client.on("error", () => undefined).on("close", () => open.delete(client));
    if (faults.ofCalls) {
      calls(client);
      return;
    }
    passed.add(client);
    client.on("close", () => passed.delete(client));
    const fault = faults.next("CONNECT", "");
    switch (fault?.mode) {
      case "refuse":
      case "status":
        client.destroy();
        return;
      case "crash":
        await close();
        await sleep(fault.delayMs ?? 1_000);
        if (!stopped) await listen();
        return;
      case "delay":
        await sleep(fault.delayMs ?? 1_000);
        break;
      case "drop":
      case undefined:
        break;
    }
    const upstream = connect(target, "127.0.0.1");
    open.add(upstream);
    upstream.on("error", () => client.destroy()).on("close", () => open.delete(upstream));
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    client.pipe(upstream);
    if (fault?.mode === "drop") upstream.once("data", () => client.destroy());
    else upstream.pipe(client);
  };
  const listen = async (): Promise<void> => {
    server = createServer((client) => void pass(client));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
  };
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };

  await listen();
  const look = setInterval(() => {
    if (faults.ofCalls) for (const socket of passed) socket.destroy();
  }, LOOK).unref();
  return {
    stop: async () => {
      stopped = true;
      clearInterval(look);
      await close();
    },
  };
}
