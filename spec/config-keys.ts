import type { ClusterSpec } from "./cluster";

/** A key of Pulumi's config that a stack needs. */
export interface ConfigKey {
  /** Key in the project's namespace, e.g. `cloudflareApiToken`. */
  readonly key: string;
  /** Whether it has to be set with `--secret`. */
  readonly secret: boolean;
  /** What it is used for. */
  readonly usedBy: string;
  /** Where its value comes from. */
  readonly howToGet: string;
}

/** The config keys that a stack needs, in order of name. */
export function configKeys(spec: ClusterSpec): ConfigKey[] {
  const keys: ConfigKey[] = [];
  if (spec.ingress.cloudflare !== undefined) {
    keys.push({
      key: "cloudflareApiToken",
      secret: true,
      usedBy: "tunnel, public DNS and certificates",
      howToGet: "an API token of the zone (docs/network.md has its scopes)",
    });
  }
  for (const [registry, { username, password }] of Object.entries(spec.talos.registryAuth)) {
    keys.push({
      key: password,
      secret: true,
      usedBy: `image pulls from ${registry}`,
      howToGet: `a read-only token of ${username} at ${registry}`,
    });
  }
  return keys.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** One line for every missing key, with the command that sets it. */
export function missingConfig(stack: string, missing: readonly ConfigKey[]): string[] {
  return missing.map(
    ({ key, secret, usedBy, howToGet }) =>
      `hearth:${key} is missing (${usedBy}); get ${howToGet}, then run: ` +
      `pulumi config set${secret ? " --secret" : ""} hearth:${key} --stack ${stack}`,
  );
}
