import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient, KubeObject, Resource } from "../../../lab/kubernetes/client";
import { startControlPlane, type ControlPlane } from "../../../lab/kubernetes/control-plane";
import { syncNodes, type Member } from "../../../lab/kubernetes/nodes";
import { generatePki, readPki, readSettings } from "../../../lab/kubernetes/pki";
import { controlPlanePorts } from "../../../lab/kubernetes/processes";
import { choosePorts } from "../../../lab/supervisor/ports";
import { Supervisor } from "../../../lab/supervisor/supervisor";
import { kubernetesVersion, type ToolName } from "../../../lab/toolchain/index";
import { controllers } from "../../../lab/world/controllers/index";
import { localClasses } from "../../../lab/world/controllers/local-classes";
import { Runtime } from "../../../lab/world/controllers/runtime";

/** A cluster of a test: real control plane, two nodes, all stand-in controllers. */
export interface TestCluster {
  readonly dir: string;
  readonly client: KubeClient;
  readonly runtime: Runtime;
  readonly plane: ControlPlane;
  /** Stops everything and starts it again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const members: readonly Member[] = [
  {
    name: "pi-1",
    role: "controlplane",
    address: "192.0.2.11",
    architecture: "arm64",
    cpus: 4,
    memoryMiB: 8192,
  },
  {
    name: "box-1",
    role: "worker",
    address: "192.0.2.12",
    architecture: "amd64",
    cpus: 8,
    memoryMiB: 16384,
    labels: { "example.com/shelf": "top" },
    taints: [{ key: "node.cilium.io/agent-not-ready", effect: "NoExecute" }],
  },
];

/** Starts one in a directory of its own. */
export async function startTestCluster(tools: Record<ToolName, string>): Promise<TestCluster> {
  const dir = mkdtempSync(path.join(tmpdir(), "hearth-e2e-"));
  const pki = path.join(dir, "pki");
  const ports = await choosePorts(path.join(dir, "ports.json"), controlPlanePorts);
  await generatePki(pki, {
    clusterName: "test",
    endpoint: `https://127.0.0.1:${ports.kubernetes}`,
    podSubnets: ["10.244.0.0/16"],
    serviceSubnets: ["10.96.0.0/12"],
    dnsDomain: "cluster.local",
    certSANs: [],
  });
  const start = async (): Promise<
    Omit<TestCluster, "dir" | "restart" | "close"> & { stop(): Promise<void> }
  > => {
    const supervisor = new Supervisor(dir);
    const plane = await startControlPlane({
      dir,
      tools,
      ports,
      pki: readPki(pki),
      settings: readSettings(pki),
      advertiseAddress: "192.0.2.11",
      supervisor,
    });
    const client = plane.client("test");
    await syncNodes(client, members, kubernetesVersion);
    const runtime = new Runtime(plane.client("hearth-lab"));
    const classes = localClasses([{ name: "openebs-hostpath", isDefault: true }]);
    for (const controller of [...controllers, classes]) controller.start(runtime);
    const stop = async (): Promise<void> => {
      runtime.stop();
      client.close();
      await plane.stop();
      await supervisor.stopAll();
    };
    return { client, runtime, plane, stop };
  };
  let current = await start();
  return {
    dir,
    get client() {
      return current.client;
    },
    get runtime() {
      return current.runtime;
    },
    get plane() {
      return current.plane;
    },
    restart: async () => {
      await current.stop();
      current = await start();
    },
    close: async () => {
      await current.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Resolves to what `look` finds, as soon as it finds something; fails with what it saw last. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  let last = "nothing found";
  while (Date.now() < deadline) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = (error as Error).message;
    }
    await sleep(50);
  }
  throw new Error(`${what}: not within ${seconds} s (${last})`);
}

/** Short names for the resources that the tests write. */
export const resources = {
  pods: { group: "", version: "v1", plural: "pods" },
  nodes: { group: "", version: "v1", plural: "nodes" },
  secrets: { group: "", version: "v1", plural: "secrets" },
  services: { group: "", version: "v1", plural: "services" },
  namespaces: { group: "", version: "v1", plural: "namespaces" },
  claims: { group: "", version: "v1", plural: "persistentvolumeclaims" },
  volumes: { group: "", version: "v1", plural: "persistentvolumes" },
  classes: { group: "storage.k8s.io", version: "v1", plural: "storageclasses" },
  deployments: { group: "apps", version: "v1", plural: "deployments" },
  daemonSets: { group: "apps", version: "v1", plural: "daemonsets" },
  definitions: {
    group: "apiextensions.k8s.io",
    version: "v1",
    plural: "customresourcedefinitions",
  },
} as const satisfies Record<string, Resource>;

/** A Deployment or DaemonSet of one pause container. */
export function workload(
  kind: "Deployment" | "DaemonSet",
  name: string,
  podSpec: object = {},
): KubeObject {
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name, namespace: "default" },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "main", image: "example.com/main:1" }], ...podSpec },
      },
    },
  };
}

/** A definition whose objects may have any fields, with a status subresource. */
export function definition(
  group: string,
  version: string,
  kind: string,
  plural: string,
  namespaced = true,
): KubeObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      annotations: { "api-approved.kubernetes.io": "unapproved, test" },
    },
    spec: {
      group,
      scope: namespaced ? "Namespaced" : "Cluster",
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
          },
        },
      ],
    },
  };
}
