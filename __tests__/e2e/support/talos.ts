import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  ConfigureRequest,
  CreateRequest,
  InvokeRequest,
  type CreateResponse,
  type InvokeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { LabInventory } from "../../../lab/inventory";

/** One line of the simulator's output. */
export type TalosEvent = Readonly<Record<string, unknown>> & { readonly event: string };

/** A running `talos-sim`. */
export interface Rack {
  readonly events: readonly TalosEvent[];
  /** Machine → address of its Talos API. */
  readonly endpoints: Readonly<Record<string, string>>;
  read<T>(file: string): T;
  /** Ends it, and resolves to its exit code, or to the signal that ended it. */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** Starts the simulator on a state directory, and waits until every machine listens. */
export async function startRack(
  program: string,
  inventory: LabInventory,
  state: string,
): Promise<Rack> {
  const inventoryFile = path.join(state, "inventory.json");
  writeFileSync(inventoryFile, JSON.stringify(inventory));
  const child = spawn(program, ["--inventory", inventoryFile, "--state", state], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? code));
  });
  const events: TalosEvent[] = [];
  await new Promise<void>((ready, fail) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const event = JSON.parse(line) as TalosEvent;
      events.push(event);
      if (event.event === "ready") ready();
    });
    void ended.then((how) => fail(new Error(`talos-sim ended early: ${String(how)}`)));
  });
  const read = <T>(file: string) => JSON.parse(readFileSync(path.join(state, file), "utf8")) as T;
  return {
    events,
    endpoints: read("endpoints.json"),
    read,
    stop: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

type Properties = Record<string, JavaScriptValue>;

/** A running provider plugin, driven without an engine. */
export interface Plugin {
  create(token: string, inputs: Properties): Promise<Properties>;
  invoke(token: string, args: Properties): Promise<Properties>;
  close(): void;
}

/** Starts a plugin as the engine does: the first line that it prints is its port. */
export async function startPlugin(program: string): Promise<Plugin> {
  const child: ChildProcess = spawn(program, [], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    if (child.stdout) createInterface({ input: child.stdout }).once("line", resolve);
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = <Reply>(run: (done: (error: Error | null, reply: Reply) => void) => void) =>
    new Promise<Reply>((resolve, reject) => {
      run((error, reply) => (error ? reject(error) : resolve(reply)));
    });
  await call((done) => client.configure(new ConfigureRequest(), done));
  return {
    create: async (token, inputs) => {
      const request = new CreateRequest();
      request.setUrn(`urn:pulumi:test::test::${token}::it`);
      request.setProperties(Struct.fromJavaScript(inputs));
      const reply = await call<CreateResponse>((done) => client.create(request, done));
      return reply.getProperties()?.toJavaScript() ?? {};
    },
    invoke: async (token, args) => {
      const request = new InvokeRequest();
      request.setTok(token);
      request.setArgs(Struct.fromJavaScript(args));
      const reply = await call<InvokeResponse>((done) => client.invoke(request, done));
      return reply.getReturn()?.toJavaScript() ?? {};
    },
    close: () => {
      client.close();
      child.kill();
    },
  };
}
