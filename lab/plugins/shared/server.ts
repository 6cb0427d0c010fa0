import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineLog } from "./engine-log";
import { messageOf } from "./errors";
import { handlers } from "./handlers";
import type { Plugin } from "./plugin";

/** How often the server looks whether the engine that started it is still there, in ms. */
const ORPHAN_CHECK = 500;

/**
 * Runs a provider plugin as the engine expects it: serves gRPC on a free loopback port, prints that
 * port on the first line of stdout, and takes the engine's address as first argument.
 *
 * The plugin ends when the engine interrupts it after the last call, and also when the engine itself
 * was killed. A Ctrl-C does not reach it, as the engine starts plugins in a process group of their
 * own: the engine then calls Cancel, and the calls under way end in order.
 */
export async function servePlugin(plugin: Plugin): Promise<void> {
  const engine = new EngineLog(process.argv.slice(2).find((argument) => !argument.startsWith("-")));
  const cancellation = new AbortController();

  process.on("unhandledRejection", (reason) => {
    process.stderr.write(`${plugin.name} plugin: ${messageOf(reason)}\n`);
    process.exit(1);
  });
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, ORPHAN_CHECK).unref();

  const unlimited = {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  };
  const server = new grpc.Server(unlimited);
  server.addService(ResourceProviderService, {
    ...handlers(plugin, engine, cancellation.signal),
    cancel: (_call: unknown, done: grpc.sendUnaryData<Empty>) => {
      cancellation.abort();
      done(null, new Empty());
    },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => server.tryShutdown(() => process.exit(0)));
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  process.stdout.write(`${port}\n`);
}
