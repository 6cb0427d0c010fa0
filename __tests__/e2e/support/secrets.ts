import { readFileSync } from "node:fs";
import { labPaths } from "../../../cli/lab/paths";
import type { ClusterSpec } from "../../../spec/cluster";
import { configKeys } from "../../../spec/config-keys";
import { kubectlJson } from "./cluster-objects";
import { filesOf, type LabCommand } from "./lab-command";

interface Secret {
  readonly metadata: { readonly namespace: string; readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** Shorter values, such as user names and ports, are found anywhere by chance. */
const SHORTEST_SECRET = 12;

/** What Secrets hold besides secrets: names and addresses that lead to what the secret opens. */
const NO_SECRET = new Set([
  "RESTIC_REPOSITORY",
  "ceph-username",
  "dbname",
  "host",
  "issuer",
  "name",
  "user",
  "username",
]);

/** What is secret in a stack that is up, and where somebody finds it who must not. */
export interface Leaks {
  /** How many texts were looked for. */
  readonly sought: number;
  /** Files that were read, relative to the lab's folder. */
  readonly files: readonly string[];
  /** One line each: which secret is in which file. */
  readonly found: readonly string[];
}

/**
 * Looks for every secret of a stack that is up, plain and in base64, in what the lab wrote.
 *
 * @param output what the commands printed
 * @throws Error where there is no kubeconfig or no Secret to look for
 */
export async function leaksOf(lab: LabCommand, spec: ClusterSpec, output: string): Promise<Leaks> {
  const { name: stack } = spec;
  const secrets = needles(await kubectlJson<Secret>(lab, stack, "secrets"));
  const kubeconfig = readFileSync(labPaths(stack, lab.folder).kubeconfig, "utf8");
  const key = /"?client-key-data"?: "?([\w+/=]{100,})/.exec(kubeconfig)?.[1];
  if (key === undefined) throw new Error("the kubeconfig has no key");
  secrets.set(key, "the kubeconfig's key");
  for (const { key: name, secret } of configKeys(spec)) {
    if (secret) secrets.set(`lab-${name}`, `config key ${name}`);
  }
  const files = filesOf(
    lab.folder,
    (file) =>
      // What the machines and etcd store is theirs; these two are the user's own, mode 0600.
      (!file.startsWith(`${stack}/world/`) || file.startsWith(`${stack}/world/logs/`)) &&
      ![`${stack}/kubeconfig`, `${stack}/passphrase`].includes(file),
  );
  files.set("output", output);
  return {
    sought: secrets.size,
    files: [...files.keys()],
    found: [...files].flatMap(([file, text]) =>
      [...secrets]
        .filter(([value]) => text.includes(value))
        .map(([, where]) => `${where} is in ${file}`),
    ),
  };
}

/** What somebody who reads a file would recognise: the values of all Secrets, plain and in base64. */
function needles(secrets: readonly Secret[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { metadata, data = {} } of secrets) {
    for (const [key, base64] of Object.entries(data)) {
      if (NO_SECRET.has(key)) continue;
      const value = Buffer.from(base64, "base64").toString("utf8");
      if (value.length < SHORTEST_SECRET || value.startsWith("-----BEGIN CERTIFICATE")) continue;
      const where = `${metadata.namespace}/${metadata.name}: ${key}`;
      found.set(value, where);
      found.set(JSON.stringify(value).slice(1, -1), where);
      found.set(base64, where);
    }
  }
  return found;
}
