/**
 * A real Kubernetes control plane on loopback: etcd, API server, controller manager, scheduler,
 * and kwok in the place of the kubelets.
 *
 *     <dir>/etcd/       the cluster's data; a second start continues with it
 *     <dir>/issued/     certificates and kubeconfigs, issued anew at each start
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Keeper } from "../supervisor/keeper";
import type { ProcessSpec, Supervisor } from "../supervisor/supervisor";
import { issue } from "./certificates";
import { KubeClient } from "./client";
import { writeCredentials } from "./credentials";
import { clearSpaceAlarm } from "./etcd-space";
import { kubeconfig } from "./kubeconfig";
import type { ClusterPki } from "./pki";
import {
  apiServer,
  controllerManager,
  etcd,
  kwok,
  scheduler,
  type ProcessOptions,
} from "./processes";

/** What a control plane is made of. */
export interface ControlPlaneOptions extends ProcessOptions {
  readonly pki: ClusterPki;
  readonly supervisor: Supervisor;
  /** Milliseconds until the API must be ready. @default 60000 */
  readonly timeout?: number;
  /** Hears of a process that ended by itself and is started again. */
  readonly onRestart?: (name: string, log: string) => void;
}

/** A running control plane. */
export interface ControlPlane {
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** A client with an administrator's rights. */
  client(fieldManager: string): KubeClient;
  /** Stops the processes; the data stays. */
  stop(): Promise<void>;
}

/**
 * Issues the certificates, starts the processes and waits until the API is ready.
 *
 * @throws Error that names the process that failed, with the end of its log
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { dir, supervisor, ports, pki } = options;
  const server = `https://127.0.0.1:${ports.kubernetes}`;
  mkdirSync(path.join(dir, "etcd"), { recursive: true, mode: 0o700 });
  const files = await writeCredentials({ ...options, server, dir: path.join(dir, "issued") });
  const admin = await issue(pki.kubernetes, {
    commonName: "hearth-lab",
    organizations: ["system:masters"],
    usages: ["client"],
  });
  const client = (fieldManager: string): KubeClient =>
    new KubeClient(server, pki.kubernetes.certificate, admin, fieldManager);
  const adminFile = path.join(dir, "kubeconfig");
  writeFileSync(adminFile, kubeconfig(server, pki.kubernetes.certificate, admin), { mode: 0o600 });

  const keepers: Keeper[] = [];
  const keep = async (spec: ProcessSpec): Promise<Keeper> => {
    const keeper = new Keeper(supervisor, spec, options.onRestart);
    keepers.push(keeper);
    await keeper.start();
    return keeper;
  };
  const stop = async (): Promise<void> => {
    // Clients before servers, so that none spends its last second on reconnecting.
    for (const keeper of keepers.splice(0).reverse()) await keeper.stop();
  };
  try {
    const continued = existsSync(path.join(dir, "etcd", "member"));
    await keep(etcd(options, files));
    if (continued) await clearSpaceAlarm(ports.etcd, files);
    const api = await keep(apiServer(options, files));
    await ready(client("hearth-lab"), api, options.timeout ?? 60_000);
    // Started before that, they would give up: their roles are made by the API server's start.
    await keep(controllerManager(options, files));
    await keep(scheduler(options, files));
    await releaseNodes(client("hearth-lab"));
    await keep(kwok(options, files));
  } catch (error) {
    await stop();
    throw error;
  }
  return { server, kubeconfig: adminFile, client, stop };
}

/** Removes the data of a control plane that is stopped. */
export function wipeControlPlane(dir: string): void {
  for (const sub of ["etcd", "issued"])
    rmSync(path.join(dir, sub), { recursive: true, force: true });
}

async function ready(client: KubeClient, api: Keeper, timeout: number): Promise<void> {
  const deadline = Date.now() + timeout;
  let last = "it did not answer";
  for (let pause = 25; Date.now() < deadline; pause = Math.min(pause * 1.3, 500)) {
    try {
      await client.call("GET", "/readyz");
      client.close();
      return;
    } catch (error) {
      last = (error as Error).message;
    }
    await sleep(pause);
  }
  throw new Error(
    `the Kubernetes API was not ready within ${timeout / 1000} s: ${last}\n${api.tail()}`,
  );
}

/**
 * Gives up the leases of nodes that an earlier kwok held: until they expire, the new one would leave
 * the pods of those nodes as they are, and it does not come back to them.
 */
async function releaseNodes(client: KubeClient): Promise<void> {
  const leases = { group: "coordination.k8s.io", version: "v1", plural: "leases" };
  const { items } = await client.list(leases, "kube-node-lease");
  for (const { metadata } of items) await client.delete(leases, metadata.name, metadata.namespace);
}
