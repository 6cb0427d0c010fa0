/**
 * The lab's world: every server that a provisioning run meets, on loopback, from the machines to
 * the clouds. Nothing of it is told that a program is being tested, and the program is not told
 * that it is in the lab: only the endpoints differ.
 *
 *     <dir>/ports.json        the loopback ports; kept, because state files hold them
 *     <dir>/inventory.json    the machines, for the Talos simulator
 *     <dir>/talos/            the machines' disks
 *     <dir>/kubernetes/       etcd's data, certificates, an administrator's kubeconfig
 *     <dir>/cloudflare.json   <dir>/image-factory.json   what the simulators remember
 *     <dir>/faults/<server>.json   faults to have: kubernetes, etcd, cloudflare, image-factory
 *     <dir>/logs/  <dir>/pids/     of the child processes
 */
import { mkdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import path from "node:path";
import { basePath, cloudflare, type CloudflareAccount } from "../cloudflare/server";
import { defaultOffer, imageFactory, type FactoryOffer } from "../image-factory/server";
import type { LabInventory } from "../inventory";
import { apiCalls } from "../kubernetes/api-calls";
import { controlPlanePorts, type ControlPlaneTool } from "../kubernetes/processes";
import { Faults } from "../simulator/faults";
import { serve, type HttpSimulator } from "../simulator/http-simulator";
import { proxy, type TcpProxy } from "../simulator/tcp-proxy";
import { Keeper } from "../supervisor/keeper";
import { choosePorts } from "../supervisor/ports";
import { Supervisor } from "../supervisor/supervisor";
import { Cluster, type ClusterPhase } from "./cluster";
import type { LocalClass } from "./controllers/local-classes";
import { answer, probeRoutes, serveTraffic, type RouteProbe } from "./traffic";

/** Where the program finds the world; the shape that the stack's endpoint override takes. */
export interface WorldEndpoints {
  /** Talos API of each machine, `127.0.0.1:<port>`. */
  readonly nodes: Readonly<Record<string, string>>;
  readonly kubernetes: string;
  readonly cloudflare: string;
  readonly imageFactory: string;
}

/** What a world is made of besides its machines. */
export interface WorldOptions {
  /** Paths of the executables. */
  readonly tools: Readonly<Record<ControlPlaneTool | "talos-sim", string>>;
  readonly cloudflare: CloudflareAccount;
  /** What the Image Factory offers. @default a usual choice */
  readonly factory?: FactoryOffer;
  /** Architecture of installer images, by image or schematic id; see the Talos simulator. */
  readonly images?: Readonly<Record<string, "amd64" | "arm64">>;
  /** Storage classes that the OpenEBS chart brings. @default none */
  readonly localClasses?: readonly LocalClass[];
  /** How long a machine takes to boot, in milliseconds. @default 0 */
  readonly bootDelay?: number;
  /** Hears every event of the machines. */
  readonly onEvent?: (event: TalosEvent) => void;
  /** Hears what goes wrong in the world itself. */
  readonly onWarning?: (message: string) => void;
  /** Milliseconds until the machines must listen. @default 30000 */
  readonly timeout?: number;
}

/** A line that the Talos simulator writes. */
export interface TalosEvent {
  readonly event: string;
  readonly node?: string;
  readonly message?: string;
  readonly [field: string]: unknown;
}

/** What the world is like at a moment. */
export interface WorldStatus {
  readonly cluster: ClusterPhase;
  /** Whether all objects of the cluster are known, and so `routes` whole. */
  readonly synced: boolean;
  /** Machines by name, with what became of each. */
  readonly machines: Readonly<Record<string, "maintenance" | "joined">>;
  /** Child processes that run. */
  readonly processes: readonly string[];
  readonly kubeconfig?: string;
  /** URL of the gateways' data path; see `serveTraffic`. */
  readonly traffic: string;
  /** Every route at every gateway, with what it answers now. */
  readonly routes: readonly RouteProbe[];
}

/** A world that runs. */
export interface World {
  readonly endpoints: WorldEndpoints;
  status(): WorldStatus;
  /** Stops every server and process. What they remember stays. */
  stop(): Promise<void>;
}

const ownPorts = ["kube-apiserver", "cloudflare", "image-factory", "traffic"] as const;

/**
 * Starts the world, or continues one that ran in the same directory before.
 *
 * @throws Error that names the server that did not start
 */
export async function startWorld(
  inventory: LabInventory,
  dir: string,
  options: WorldOptions,
): Promise<World> {
  mkdirSync(path.join(dir, "faults"), { recursive: true, mode: 0o700 });
  const supervisor = new Supervisor(dir);
  // Before ports are chosen: what a crashed run left behind still holds them.
  await supervisor.reapAll();
  const names = [...controlPlanePorts, ...ownPorts];
  const ports = await choosePorts(path.join(dir, "ports.json"), names);
  const faults = (server: string): string => path.join(dir, "faults", `${server}.json`);
  const warn = options.onWarning ?? (() => undefined);
  const talosDir = path.join(dir, "talos");

  const cluster = new Cluster({
    dir: path.join(dir, "kubernetes"),
    talosDir,
    tools: options.tools,
    // Clients go through the port `kubernetes`, where faults can be had.
    ports: { ...ports, kubernetes: ports["kube-apiserver"] },
    etcdFaults: faults("etcd"),
    supervisor,
    localClasses: options.localClasses ?? [],
    warn,
  });
  const running: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    for (const each of running.splice(0).reverse()) await each.stop();
    await supervisor.stopAll();
  };
  const keep = <T extends HttpSimulator | TcpProxy>(server: T): T => {
    running.push(server);
    return server;
  };
  try {
    const cloudState = path.join(dir, "cloudflare.json");
    const cloud = keep(
      await serve(
        cloudflare(options.cloudflare, cloudState),
        ports.cloudflare,
        faults("cloudflare"),
      ),
    );
    const factoryState = path.join(dir, "image-factory.json");
    const offer = options.factory ?? defaultOffer;
    const factory = keep(
      await serve(
        imageFactory(factoryState, offer),
        ports["image-factory"],
        faults("image-factory"),
      ),
    );
    const apiPort = ports["kube-apiserver"];
    const apiFaults = new Faults(faults("kubernetes"));
    const issued = path.join(dir, "kubernetes", "issued");
    keep(await proxy(ports.kubernetes, apiPort, apiFaults, apiCalls(apiFaults, issued, apiPort)));
    const traffic = await serveTraffic(
      { answer: (request) => answerNow(cluster, request) },
      ports.traffic,
    );
    running.push({ stop: () => closed(traffic) });
    running.push(cluster);
    const nodes = await startMachines(
      inventory,
      dir,
      talosDir,
      options,
      supervisor,
      cluster,
      running,
    );

    return {
      endpoints: {
        nodes,
        kubernetes: `https://127.0.0.1:${ports.kubernetes}`,
        cloudflare: `${cloud.url}${basePath}`,
        imageFactory: factory.url,
      },
      stop,
      status: () => {
        const joined = new Set(cluster.members().map(({ machine, name }) => machine ?? name));
        return {
          cluster: cluster.phase,
          synced: cluster.objects?.synced ?? false,
          machines: Object.fromEntries(
            inventory.machines.map(({ name }) => [
              name,
              joined.has(name) ? "joined" : "maintenance",
            ]),
          ),
          processes: supervisor.names(),
          ...(cluster.kubeconfig === undefined ? {} : { kubeconfig: cluster.kubeconfig }),
          traffic: `http://127.0.0.1:${ports.traffic}`,
          routes: cluster.objects === undefined ? [] : probeRoutes(cluster.objects),
        };
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function answerNow(
  cluster: Cluster,
  request: Parameters<typeof answer>[1],
): ReturnType<typeof answer> {
  if (cluster.objects === undefined) return { status: 0, text: `the cluster is ${cluster.phase}` };
  return answer(cluster.objects, request);
}

/** Starts the Talos simulator and resolves to the machines' endpoints once all listen. */
async function startMachines(
  inventory: LabInventory,
  dir: string,
  talosDir: string,
  options: WorldOptions,
  supervisor: Supervisor,
  cluster: Cluster,
  running: { stop(): Promise<void> }[],
): Promise<Record<string, string>> {
  const file = path.join(dir, "inventory.json");
  const content = { ...inventory, ...(options.images ? { images: options.images } : {}) };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  await chooseEndpoints(inventory, dir, talosDir);
  let ready: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (ready = resolve));
  const keeper = new Keeper(
    supervisor,
    {
      name: "talos",
      command: options.tools["talos-sim"],
      args: ["-inventory", file, "-state", talosDir, "-boot-delay", `${options.bootDelay ?? 0}ms`],
      onLine: (line) => {
        const event = parseEvent(line);
        if (event === undefined) return;
        if (event.event === "ready") ready();
        if (event.event === "warning") options.onWarning?.(`${event.node}: ${event.message}`);
        options.onEvent?.(event);
      },
    },
    (name, log) => options.onWarning?.(`${name} ended and is started again:\n${log}`),
  );
  running.push(keeper);
  await keeper.start();
  const limit = options.timeout ?? 30_000;
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () =>
        reject(new Error(`the machines do not listen after ${limit / 1000} s\n${keeper.tail()}`)),
      limit,
    );
    void listening.then(() => clearTimeout(timer));
  });
  await Promise.race([listening, late]);
  // The file tells of members, and not the events: those come a moment before it is written.
  const watcher = watch(talosDir, (_change, name) => {
    if (name === "members.json") void cluster.follow();
  });
  running.push({ stop: () => Promise.resolve(watcher.close()) });
  // A cluster that was bootstrapped in an earlier run.
  void cluster.follow();
  return JSON.parse(readFileSync(path.join(talosDir, "endpoints.json"), "utf8")) as Record<
    string,
    string
  >;
}

/** Tells the simulator where each machine is to listen: at the same port in every run. */
async function chooseEndpoints(
  { machines }: LabInventory,
  dir: string,
  talosDir: string,
): Promise<void> {
  const names = machines.map(({ name }) => `machine/${name}` as const);
  const ports = await choosePorts(path.join(dir, "ports.json"), names);
  const endpoints = machines.map(({ name }) => [
    name,
    `127.0.0.1:${String(ports[`machine/${name}`])}`,
  ]);
  mkdirSync(talosDir, { recursive: true, mode: 0o700 });
  writeFileSync(
    path.join(talosDir, "endpoints.json"),
    `${JSON.stringify(Object.fromEntries(endpoints), undefined, 2)}\n`,
    { mode: 0o600 },
  );
}

function parseEvent(line: string): TalosEvent | undefined {
  try {
    return JSON.parse(line) as TalosEvent;
  } catch {
    return undefined;
  }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
