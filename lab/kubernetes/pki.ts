/**
 * The authorities of the simulated cluster, as the Talos simulator writes them on bootstrap and
 * the control plane reads them:
 *
 *     <dir>/ca.crt ca.key                        signs the API server and all clients
 *     <dir>/aggregator-ca.crt aggregator-ca.key  signs the front proxy client
 *     <dir>/etcd-ca.crt etcd-ca.key              signs etcd and its clients
 *     <dir>/service-account.key                  signs service account tokens
 *     <dir>/cluster.json                         what of the machine config the API server needs
 */
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createAuthority, type CertificatePair } from "./certificates";

/** The authorities; all PEM. */
export interface ClusterPki {
  readonly kubernetes: CertificatePair;
  readonly aggregator: CertificatePair;
  readonly etcd: CertificatePair;
  readonly serviceAccountKey: string;
}

/** What of the control plane's machine config decides how the API server starts. */
export interface ClusterSettings {
  readonly clusterName: string;
  /** URL that clients of the cluster use, e.g. `https://127.0.0.1:6443`. */
  readonly endpoint: string;
  readonly podSubnets: readonly string[];
  readonly serviceSubnets: readonly string[];
  readonly dnsDomain: string;
  /** DNS names and IP addresses in the API server's certificate besides its own. */
  readonly certSANs: readonly string[];
  readonly kubernetesVersion?: string;
  /** `cluster.apiServer.extraArgs`; those about files and addresses of a real node are not taken. */
  readonly apiServerExtraArgs?: Readonly<Record<string, string>>;
}

const authorities = { kubernetes: "ca", aggregator: "aggregator-ca", etcd: "etcd-ca" } as const;

/** Whether the cluster has been bootstrapped, as far as its files tell. */
export function hasPki(dir: string): boolean {
  return existsSync(path.join(dir, "cluster.json"));
}

/** @throws Error when a file is missing */
export function readPki(dir: string): ClusterPki {
  const text = (name: string): string => readFileSync(path.join(dir, name), "utf8");
  const pair = (name: string): CertificatePair => ({
    certificate: text(`${name}.crt`),
    key: text(`${name}.key`),
  });
  return {
    kubernetes: pair(authorities.kubernetes),
    aggregator: pair(authorities.aggregator),
    etcd: pair(authorities.etcd),
    serviceAccountKey: text("service-account.key"),
  };
}

/** @throws Error when the file is missing or no JSON */
export function readSettings(dir: string): ClusterSettings {
  return JSON.parse(readFileSync(path.join(dir, "cluster.json"), "utf8")) as ClusterSettings;
}

/** Makes new authorities and writes them; for a control plane without Talos in front of it. */
export async function generatePki(dir: string, settings: ClusterSettings): Promise<void> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const write = (name: string, content: string): void =>
    writeFileSync(path.join(dir, name), content, { mode: 0o600 });
  for (const [role, name] of Object.entries(authorities)) {
    const { certificate, key } = await createAuthority(role);
    write(`${name}.crt`, certificate);
    write(`${name}.key`, key);
  }
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  write("service-account.key", privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  write("cluster.json", `${JSON.stringify(settings, undefined, 2)}\n`);
}
