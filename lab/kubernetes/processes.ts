/** The command lines of the control plane's processes. */
import path from "node:path";
import type { ProcessSpec } from "../supervisor/supervisor";
import type { CredentialFiles } from "./credentials";
import type { ClusterSettings } from "./pki";

/** The executables of a control plane. */
export type ControlPlaneTool =
  "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok";

/** The loopback ports of a control plane. */
export const controlPlanePorts = [
  "kubernetes",
  "etcd",
  "etcd-peer",
  "kube-controller-manager",
  "kube-scheduler",
] as const;

/** A port for each of {@link controlPlanePorts}. */
export type ControlPlanePorts = Readonly<Record<(typeof controlPlanePorts)[number], number>>;

/** What the command lines depend on. */
export interface ProcessOptions {
  /** Where the files of the control plane are; etcd's data is in its folder `etcd`. */
  readonly dir: string;
  /** Paths of the executables. */
  readonly tools: Readonly<Record<ControlPlaneTool, string>>;
  readonly ports: ControlPlanePorts;
  readonly settings: ClusterSettings;
  /** Address that the API server advertises inside the cluster: a control plane machine's. */
  readonly advertiseAddress: string;
  /** Bytes of etcd's database after which it takes no more writes. @default etcd's own limit */
  readonly etcdQuota?: number | undefined;
}

const flags = (values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

/** Holds the data of the cluster. */
export function etcd(
  { dir, tools, ports, etcdQuota }: ProcessOptions,
  files: CredentialFiles,
): ProcessSpec {
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
        "cert-file": files["etcd.crt"],
        "key-file": files["etcd.key"],
        "trusted-ca-file": files["etcd-ca.crt"],
        "log-level": "warn",
        ...(etcdQuota === undefined ? {} : { "quota-backend-bytes": String(etcdQuota) }),
      }),
      "--client-cert-auth",
      // What the kernel has taken survives a killed process; only a power cut loses it.
      "--unsafe-no-fsync",
    ],
  };
}

/**
 * Arguments that name files and addresses of a real node; the lab has its own. `runtime-config` says
 * which API groups are served, so it is the stack's.
 */
const ownArguments = /(file|address|port|dir|etcd|(?<!^runtime-)config|reconciler)/;

/** The API, with the arguments of the machine config that mean something on loopback. */
export function apiServer(options: ProcessOptions, files: CredentialFiles): ProcessSpec {
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
      "etcd-cafile": files["etcd-ca.crt"],
      "etcd-certfile": files["apiserver-etcd.crt"],
      "etcd-keyfile": files["apiserver-etcd.key"],
      "tls-cert-file": files["apiserver.crt"],
      "tls-private-key-file": files["apiserver.key"],
      "client-ca-file": files["ca.crt"],
      "requestheader-client-ca-file": files["aggregator-ca.crt"],
      "requestheader-allowed-names": "front-proxy",
      "requestheader-username-headers": "X-Remote-User",
      "requestheader-group-headers": "X-Remote-Group",
      "requestheader-extra-headers-prefix": "X-Remote-Extra-",
      "proxy-client-cert-file": files["front-proxy.crt"],
      "proxy-client-key-file": files["front-proxy.key"],
      "service-account-issuer": settings.endpoint,
      "service-account-key-file": files["service-account.pub"],
      "service-account-signing-key-file": files["service-account.key"],
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

/** Flags of both that work on the API's objects: alone, so without an election, and fast. */
const clientFlags = (port: number, kubeconfig: string) => ({
  "bind-address": "127.0.0.1",
  "secure-port": String(port),
  kubeconfig,
  "authentication-kubeconfig": kubeconfig,
  "authorization-kubeconfig": kubeconfig,
  "leader-elect": "false",
  "kube-api-qps": "500",
  "kube-api-burst": "1000",
});

/** Kubernetes' own controllers. */
export function controllerManager(
  { tools, ports, settings }: ProcessOptions,
  files: CredentialFiles,
): ProcessSpec {
  return {
    name: "kube-controller-manager",
    command: tools["kube-controller-manager"],
    args: flags({
      ...clientFlags(ports["kube-controller-manager"], files["kube-controller-manager.kubeconfig"]),
      "allocate-node-cidrs": "true",
      "cluster-cidr": settings.podSubnets.join(","),
      "service-cluster-ip-range": settings.serviceSubnets.join(","),
      "root-ca-file": files["ca.crt"],
      "cluster-signing-cert-file": files["ca.crt"],
      "cluster-signing-key-file": files["ca.key"],
      "service-account-private-key-file": files["service-account.key"],
      "use-service-account-credentials": "true",
      controllers: "*,bootstrapsigner,tokencleaner",
    }),
  };
}

/** Finds a node for each pod. */
export function scheduler({ tools, ports }: ProcessOptions, files: CredentialFiles): ProcessSpec {
  return {
    name: "kube-scheduler",
    command: tools["kube-scheduler"],
    args: flags(clientFlags(ports["kube-scheduler"], files["kube-scheduler.kubeconfig"])),
  };
}

/** Stands in for every kubelet. */
export function kwok({ tools, settings }: ProcessOptions, files: CredentialFiles): ProcessSpec {
  return {
    name: "kwok",
    command: tools.kwok,
    args: flags({
      kubeconfig: files["kwok.kubeconfig"],
      config: files["stages.yaml"],
      "manage-all-nodes": "true",
      cidr: settings.podSubnets[0] ?? "10.244.0.0/16",
      "node-lease-duration-seconds": "40",
    }),
  };
}
