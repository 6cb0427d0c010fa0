import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { issue, type CertificatePair, type LeafRequest } from "./certificates";
import { kubeconfig } from "./kubeconfig";
import type { ClusterPki, ClusterSettings } from "./pki";
import { stages } from "./stages";

const files = [
  "ca.crt",
  "ca.key",
  "aggregator-ca.crt",
  "etcd-ca.crt",
  "etcd.crt",
  "etcd.key",
  "apiserver-etcd.crt",
  "apiserver-etcd.key",
  "apiserver.crt",
  "apiserver.key",
  "front-proxy.crt",
  "front-proxy.key",
  "service-account.key",
  "service-account.pub",
  "kube-controller-manager.kubeconfig",
  "kube-scheduler.kubeconfig",
  "kwok.kubeconfig",
  "stages.yaml",
] as const;

type FileName = (typeof files)[number];

/** Paths of all that the processes of a control plane read. */
export type CredentialFiles = Readonly<Record<FileName, string>>;

/** What the credentials are issued for. */
export interface CredentialOptions {
  /** Folder that they are written to. */
  readonly dir: string;
  readonly pki: ClusterPki;
  readonly settings: ClusterSettings;
  /** Address that the API server advertises inside the cluster. */
  readonly advertiseAddress: string;
  /** `https://` URL that the kubeconfigs name. */
  readonly server: string;
}

/** Issues and writes all that the processes read; resolves to the paths. */
export async function writeCredentials(options: CredentialOptions): Promise<CredentialFiles> {
  const { dir, pki, settings, server } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const paths = Object.fromEntries(
    files.map((name) => [name, path.join(dir, name)]),
  ) as CredentialFiles;
  const write = (name: FileName, content: string): void => {
    writeFileSync(paths[name], content, { mode: 0o600 });
  };
  const pair = async (
    name: "etcd" | "apiserver-etcd" | "apiserver" | "front-proxy",
    ca: CertificatePair,
    request: LeafRequest,
  ): Promise<void> => {
    const { certificate, key } = await issue(ca, request);
    write(`${name}.crt`, certificate);
    write(`${name}.key`, key);
  };
  const user = async (
    name: "kube-controller-manager" | "kube-scheduler" | "kwok",
    commonName: string,
    organizations: string[],
  ): Promise<void> => {
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
    // Not the authority's own name: a certificate whose issuer is its subject counts as self-signed.
    commonName: "etcd-server",
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
  return paths;
}

/** The first host address of an IPv4 network: the `kubernetes` Service's. */
function firstAddress(cidr: string): string {
  const bytes = (cidr.split("/")[0] ?? "").split(".").map(Number);
  return [...bytes.slice(0, 3), (bytes[3] ?? 0) + 1].join(".");
}
