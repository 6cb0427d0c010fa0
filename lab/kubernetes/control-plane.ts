/**
 * A real Kubernetes control plane on loopback: etcd, API server, controller manager, scheduler,
 * and kwok in the place of the kubelets.
 *
 *     <dir>/etcd/       the cluster's data; a second start continues with it
 *     <dir>/issued/     certificates and kubeconfigs, issued anew at each start
 */
import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Keeper } from "../supervisor/keeper";
import type { ProcessSpec, Supervisor } from "../supervisor/supervisor";
import { issue, type CertificatePair, type LeafRequest } from "./certificates";
import { KubeClient } from "./client";
import { kubeconfig } from "./kubeconfig";
import type { ClusterPki, ClusterSettings } from "./pki";
import { stages } from "./stages";

/** The executables of a control plane. */
export const controlPlaneTools = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const;

export type ControlPlaneTool = (typeof controlPlaneTools)[number];

/** The loopback ports of a control plane. */
export const controlPlanePorts = [
  "kubernetes",
  "etcd",
  "etcd-peer",
  "kube-controller-manager",
  "kube-scheduler",
] as const;

export type ControlPlanePorts = Readonly<Record<(typeof controlPlanePorts)[number], number>>;

export interface ControlPlaneOptions {
  /** Where data and issued certificates are. */
  readonly dir: string;
  /** Paths of the executables. */
  readonly tools: Readonly<Record<ControlPlaneTool, string>>;
  readonly ports: ControlPlanePorts;
  readonly pki: ClusterPki;
  readonly settings: ClusterSettings;
  /** Address that the API server advertises inside the cluster: a control plane machine's. */
  readonly advertiseAddress: string;
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
  const { supervisor, ports, pki } = options;
  const server = `https://127.0.0.1:${ports.kubernetes}`;
  const files = await writeCredentials(options, server);
  const admin = await issue(pki.kubernetes, {
    commonName: "hearth-lab",
    organizations: ["system:masters"],
    usages: ["client"],
  });
  const client = (fieldManager: string): KubeClient =>
    new KubeClient(server, pki.kubernetes.certificate, admin, fieldManager);
  writeFileSync(files.admin, kubeconfig(server, pki.kubernetes.certificate, admin), {
    mode: 0o600,
  });

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
    await keep(etcd(options, files));
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
  return { server, kubeconfig: files.admin, client, stop };
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

type Files = Readonly<Record<string, string>> & { readonly admin: string };

/** Issues and writes all that the processes read; resolves to the paths. */
async function writeCredentials(options: ControlPlaneOptions, server: string): Promise<Files> {
  const { dir, pki, settings } = options;
  const issued = path.join(dir, "issued");
  mkdirSync(issued, { recursive: true, mode: 0o700 });
  mkdirSync(path.join(dir, "etcd"), { recursive: true, mode: 0o700 });
  const files: Record<string, string> = {};
  const write = (name: string, content: string): void => {
    const file = path.join(issued, name);
    writeFileSync(file, content, { mode: 0o600 });
    files[name] = file;
  };
  const pair = async (name: string, ca: CertificatePair, request: LeafRequest): Promise<void> => {
    const { certificate, key } = await issue(ca, request);
    write(`${name}.crt`, certificate);
    write(`${name}.key`, key);
  };
  const user = async (name: string, commonName: string, organizations: string[]): Promise<void> => {
    const leaf = await issue(pki.kubernetes, { commonName, organizations, usages: ["client"] });
    write(`${name}.kubeconfig`, kubeconfig(server, pki.kubernetes.certificate, leaf));
  };

  write("ca.crt", pki.kubernetes.certificate);
  write("ca.key", pki.kubernetes.key);
  write("aggregator-ca.crt", pki.aggregator.certificate);
  write("etcd-ca.crt", pki.etcd.certificate);
  write("service-account.key", pki.serviceAccountKey);
  const publicKey = createPublicKey(createPrivateKey(pki.serviceAccountKey));
  write("service-account.pub", publicKey.export({ type: "spki", format: "pem" }).toString());
  write("stages.yaml", stages());

  const loopback = ["127.0.0.1", "localhost"];
  await pair("etcd", pki.etcd, {
    commonName: "etcd",
    names: loopback,
    usages: ["server", "client"],
  });
  await pair("apiserver-etcd", pki.etcd, { commonName: "kube-apiserver", usages: ["client"] });
  await pair("front-proxy", pki.aggregator, { commonName: "front-proxy", usages: ["client"] });
  const dns = settings.dnsDomain;
  await pair("apiserver", pki.kubernetes, {
    commonName: "kube-apiserver",
    organizations: ["kube-master"],
    names: [
      ...new Set([
        ...loopback,
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        `kubernetes.default.svc.${dns}`,
        options.advertiseAddress,
        new URL(settings.endpoint).hostname,
        ...settings.certSANs,
        ...settings.serviceSubnets.filter((cidr) => !cidr.includes(":")).map(firstAddress),
      ]),
    ],
    usages: ["server"],
  });
  await user("kube-controller-manager", "system:kube-controller-manager", []);
  await user("kube-scheduler", "system:kube-scheduler", []);
  await user("kwok", "hearth-lab-kwok", ["system:masters"]);
  return { ...files, admin: path.join(dir, "kubeconfig") };
}

/** The first host address of an IPv4 network: the `kubernetes` Service's. */
function firstAddress(cidr: string): string {
  const bytes = (cidr.split("/")[0] ?? "").split(".").map(Number);
  return [...bytes.slice(0, 3), (bytes[3] ?? 0) + 1].join(".");
}

const flags = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

function etcd({ dir, tools, ports }: ControlPlaneOptions, files: Files): ProcessSpec {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports["etcd-peer"]}`;
  return {
    name: "etcd",
    command: tools.etcd,
    args: [
      ...flags({
        name: "lab",
        "data-dir": path.join(dir, "etcd"),
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": `lab=${peer}`,
        "cert-file": files["etcd.crt"] ?? "",
        "key-file": files["etcd.key"] ?? "",
        "trusted-ca-file": files["etcd-ca.crt"] ?? "",
        "log-level": "warn",
      }),
      "--client-cert-auth",
      // What the kernel has taken survives a killed process; only a power cut loses it.
      "--unsafe-no-fsync",
    ],
  };
}

/** Arguments that name files and addresses of a real node; the lab has its own. */
const ownArguments = /(file|address|port|dir|etcd|config|reconciler)/;

function apiServer(options: ControlPlaneOptions, files: Files): ProcessSpec {
  const { tools, ports, settings } = options;
  const extra = Object.entries(settings.apiServerExtraArgs ?? {}).filter(
    ([name]) => !ownArguments.test(name),
  );
  return {
    name: "kube-apiserver",
    command: tools["kube-apiserver"],
    args: flags({
      "bind-address": "127.0.0.1",
      "secure-port": String(ports.kubernetes),
      "advertise-address": options.advertiseAddress,
      "etcd-servers": `https://127.0.0.1:${ports.etcd}`,
      "etcd-cafile": files["etcd-ca.crt"] ?? "",
      "etcd-certfile": files["apiserver-etcd.crt"] ?? "",
      "etcd-keyfile": files["apiserver-etcd.key"] ?? "",
      "tls-cert-file": files["apiserver.crt"] ?? "",
      "tls-private-key-file": files["apiserver.key"] ?? "",
      "client-ca-file": files["ca.crt"] ?? "",
      "requestheader-client-ca-file": files["aggregator-ca.crt"] ?? "",
      "requestheader-allowed-names": "front-proxy",
      "requestheader-username-headers": "X-Remote-User",
      "requestheader-group-headers": "X-Remote-Group",
      "requestheader-extra-headers-prefix": "X-Remote-Extra-",
      "proxy-client-cert-file": files["front-proxy.crt"] ?? "",
      "proxy-client-key-file": files["front-proxy.key"] ?? "",
      "service-account-issuer": settings.endpoint,
      "service-account-key-file": files["service-account.pub"] ?? "",
      "service-account-signing-key-file": files["service-account.key"] ?? "",
      "service-cluster-ip-range": settings.serviceSubnets.join(","),
      "authorization-mode": "Node,RBAC",
      "enable-admission-plugins": "NodeRestriction",
      "allow-privileged": "true",
      // A whole platform arrives in seconds here; the defaults are for many small clients.
      "max-requests-inflight": "1000",
      "max-mutating-requests-inflight": "500",
      ...Object.fromEntries(extra),
    }),
  };
}

function controllerManager(
  { tools, ports, settings }: ControlPlaneOptions,
  files: Files,
): ProcessSpec {
  const config = files["kube-controller-manager.kubeconfig"] ?? "";
  return {
    name: "kube-controller-manager",
    command: tools["kube-controller-manager"],
    args: flags({
      "bind-address": "127.0.0.1",
      "secure-port": String(ports["kube-controller-manager"]),
      kubeconfig: config,
      "authentication-kubeconfig": config,
      "authorization-kubeconfig": config,
      "leader-elect": "false",
      "allocate-node-cidrs": "true",
      "cluster-cidr": settings.podSubnets.join(","),
      "service-cluster-ip-range": settings.serviceSubnets.join(","),
      "root-ca-file": files["ca.crt"] ?? "",
      "cluster-signing-cert-file": files["ca.crt"] ?? "",
      "cluster-signing-key-file": files["ca.key"] ?? "",
      "service-account-private-key-file": files["service-account.key"] ?? "",
      "use-service-account-credentials": "true",
      controllers: "*,bootstrapsigner,tokencleaner",
      "kube-api-qps": "500",
      "kube-api-burst": "1000",
    }),
  };
}

function scheduler({ tools, ports }: ControlPlaneOptions, files: Files): ProcessSpec {
  const config = files["kube-scheduler.kubeconfig"] ?? "";
  return {
    name: "kube-scheduler",
    command: tools["kube-scheduler"],
    args: flags({
      "bind-address": "127.0.0.1",
      "secure-port": String(ports["kube-scheduler"]),
      kubeconfig: config,
      "authentication-kubeconfig": config,
      "authorization-kubeconfig": config,
      "leader-elect": "false",
      "kube-api-qps": "500",
      "kube-api-burst": "1000",
    }),
  };
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

function kwok({ tools, settings }: ControlPlaneOptions, files: Files): ProcessSpec {
  return {
    name: "kwok",
    command: tools.kwok,
    args: flags({
      kubeconfig: files["kwok.kubeconfig"] ?? "",
      config: files["stages.yaml"] ?? "",
      "manage-all-nodes": "true",
      cidr: settings.podSubnets[0] ?? "10.244.0.0/16",
      "node-lease-duration-seconds": "40",
    }),
  };
}
