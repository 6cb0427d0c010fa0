/**
 * The Kubernetes cluster of the world, which exists from the moment when a machine is
 * bootstrapped until the last control plane machine is wiped.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { KubeClient } from "../kubernetes/client";
import {
  startControlPlane,
  wipeControlPlane,
  type ControlPlane,
} from "../kubernetes/control-plane";
import { spaceQuota } from "../kubernetes/etcd-space";
import { syncNodes, type Member } from "../kubernetes/nodes";
import { hasPki, readPki, readSettings } from "../kubernetes/pki";
import type { ControlPlanePorts, ControlPlaneTool } from "../kubernetes/processes";
import type { Supervisor } from "../supervisor/supervisor";
import { kubernetesVersion } from "../toolchain/catalog";
import { controllers } from "./controllers/index";
import { localClasses, type LocalClass } from "./controllers/local-classes";
import { Runtime } from "./controllers/runtime";

/** How far the cluster is. */
export type ClusterPhase = "not bootstrapped" | "starting" | "ready" | "failed";

/** What the cluster of a world is made of. */
export interface ClusterOptions {
  /** Data of the control plane. */
  readonly dir: string;
  /** State of the Talos simulator: `kubernetes/` and `members.json`. */
  readonly talosDir: string;
  readonly tools: Readonly<Record<ControlPlaneTool, string>>;
  readonly ports: ControlPlanePorts;
  /** File that limits etcd's space; see `spaceQuota`. Read whenever the control plane starts. */
  readonly etcdFaults: string;
  readonly supervisor: Supervisor;
  readonly localClasses: readonly LocalClass[];
  /** Hears what goes wrong and goes on by itself. */
  readonly warn: (message: string) => void;
}

/** Milliseconds after which a control plane that did not start is tried again. */
const RETRY = 2_000;

/**
 * Starts the control plane when a machine is bootstrapped, keeps its nodes in step with the
 * machines, and wipes it when the last control plane machine is gone.
 */
export class Cluster {
  private plane: ControlPlane | undefined;
  private client: KubeClient | undefined;
  private runtime: Runtime | undefined;
  private changes: Promise<void> = Promise.resolve();
  private current: ClusterPhase = "not bootstrapped";
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly options: ClusterOptions) {}

  get phase(): ClusterPhase {
    return this.current;
  }

  /** Caches of the cluster's objects, while it runs. */
  get objects(): Runtime | undefined {
    return this.runtime;
  }

  /** Path of an administrator's kubeconfig, while it runs. */
  get kubeconfig(): string | undefined {
    return this.plane?.kubeconfig;
  }

  /** Machines that joined, as the Talos simulator wrote them. */
  members(): Member[] {
    try {
      const file = path.join(this.options.talosDir, "members.json");
      return JSON.parse(readFileSync(file, "utf8")) as Member[];
    } catch {
      return [];
    }
  }

  /**
   * Brings the control plane in line with what the Talos simulator wrote: starts it after a
   * bootstrap, registers and removes nodes, removes it when the cluster is lost. Calls queue up.
   */
  async follow(): Promise<void> {
    this.changes = this.changes.then(async () => {
      try {
        await this.reconcile();
      } catch (error) {
        this.current = "failed";
        this.options.warn((error as Error).message);
        this.retry ??= setTimeout(() => {
          this.retry = undefined;
          void this.follow();
        }, RETRY).unref();
      }
    });
    return this.changes;
  }

  async stop(): Promise<void> {
    await this.changes;
    clearTimeout(this.retry);
    this.runtime?.stop();
    this.client?.close();
    await this.plane?.stop();
    this.runtime = this.client = this.plane = undefined;
  }

  private async reconcile(): Promise<void> {
    const { dir, talosDir } = this.options;
    const pki = path.join(talosDir, "kubernetes");
    const members = this.members();
    const controlPlane = members.find(({ role }) => role === "controlplane");
    if (!hasPki(pki) || controlPlane === undefined) {
      if (this.plane === undefined && !existsSync(path.join(dir, "etcd"))) return;
      await this.stopAndForget();
      return;
    }
    if (this.plane === undefined) {
      this.current = "starting";
      this.plane = await startControlPlane({
        ...this.options,
        pki: readPki(pki),
        settings: readSettings(pki),
        advertiseAddress: controlPlane.address,
        etcdQuota: spaceQuota(this.options.etcdFaults),
        onRestart: (name, log) => this.options.warn(`${name} ended and is started again:\n${log}`),
      });
      this.client = this.plane.client("hearth-lab");
      this.runtime = new Runtime(this.plane.client("hearth-lab"));
      for (const controller of [...controllers, localClasses(this.options.localClasses)]) {
        controller.start(this.runtime);
      }
    }
    if (this.client !== undefined) await syncNodes(this.client, members, kubernetesVersion);
    this.current = "ready";
  }

  private async stopAndForget(): Promise<void> {
    this.runtime?.stop();
    this.client?.close();
    await this.plane?.stop();
    this.runtime = this.client = this.plane = undefined;
    wipeControlPlane(this.options.dir);
    rmSync(path.join(this.options.dir, "kubeconfig"), { force: true });
    this.current = "not bootstrapped";
  }
}
