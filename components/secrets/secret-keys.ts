import { isImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { resticKeys, s3Keys } from "../backup/restic-secret";
import { isSavedClaim } from "../backup/volume-backup";
import { secretAddresses } from "./app-external-secret";
import { remoteKey, type SecretAddress } from "./external-secret";

/** A secret that the stack's store has to hold. */
export interface SecretKey extends SecretAddress {
  /** Where it is used, in order, e.g. `sonarr (API_KEY)`. */
  readonly uses: readonly string[];
}

/** Every secret that a stack needs in its store, each once, in order of item and property. */
export function secretKeys(spec: ClusterSpec): SecretKey[] {
  const found = new Map<string, SecretAddress & { uses: Set<string> }>();
  const use = (address: SecretAddress, where: string): void => {
    const key = `${address.item}\n${address.property}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...address, uses: new Set([where]) });
    else known.uses.add(where);
  };
  for (const app of Object.values(spec.apps)) {
    for (const [key, address] of Object.entries(secretAddresses(app))) {
      use(address, `${app.name} (${key})`);
    }
  }
  for (const [address, where] of backupUses(spec)) use(address, where);
  return [...found.values()]
    .map(({ uses, ...address }) => ({ ...address, uses: [...uses].sort() }))
    .sort((a, b) => compare(a.item, b.item) || compare(a.property, b.property));
}

/** The keys of the backup target, for each volume and database cluster that is saved. */
function backupUses(spec: ClusterSpec): [SecretAddress, string][] {
  if (spec.backup === undefined) return [];
  const volumes = Object.values(spec.apps)
    .filter(isImageApp)
    .flatMap((app) =>
      Object.entries(app.volumes).flatMap(([key, volume]) =>
        isSavedClaim(volume) ? [`backup of ${app.name}/${key}`] : [],
      ),
    );
  const databases = Object.keys(spec.databases).map((name) => `backup of database ${name}`);
  return [
    ...volumes.flatMap((where) => uses(Object.values(resticKeys), where)),
    ...databases.flatMap((where) => uses(Object.values(s3Keys), where)),
  ];
}

function uses(addresses: readonly SecretAddress[], where: string): [SecretAddress, string][] {
  return addresses.map((address) => [address, where]);
}

/** Config secrets of the stack that its store starts from, by provider. */
const BOOTSTRAP: Readonly<Record<ClusterSpec["secretStore"]["provider"], readonly string[]>> = {
  onepassword: ["onePasswordCredentials", "onePasswordToken"],
  akeyless: ["akeylessAccessId", "akeylessAccessKey"],
  generated: [],
};

/** Names of the Pulumi config secrets that the stack's store needs before it can answer. */
export function storeBootstrapKeys(spec: Pick<ClusterSpec, "secretStore">): readonly string[] {
  return BOOTSTRAP[spec.secretStore.provider];
}

/** The keys as text for a person who fills the store: item, property and uses, one key a line. */
export function formatSecretKeys(spec: ClusterSpec): string {
  const store = spec.secretStore;
  const rows = secretKeys(spec).map(({ item, property, uses: where }) => [
    remoteKey(store, item),
    property,
    where.join(", "),
  ]);
  const bootstrap = storeBootstrapKeys(spec);
  return [
    `${spec.name}: ${STORE_NAMES[store.provider]}`,
    ...(bootstrap.length === 0
      ? []
      : ["", "Before the first up, as config secrets (pulumi config set --secret <key>):"]),
    ...bootstrap.map((key) => `  ${key}`),
    "",
    ...(rows.length === 0
      ? ["No app asks for a secret."]
      : table([["ITEM", "PROPERTY", "USED BY"], ...rows])),
    "",
  ].join("\n");
}

const STORE_NAMES: Readonly<Record<ClusterSpec["secretStore"]["provider"], string>> = {
  onepassword: "1Password, items by title with a field for each property",
  akeyless: "aKeyless, items by path as JSON with a member for each property",
  generated: "generated in the cluster; nothing has to be filled in",
};

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
