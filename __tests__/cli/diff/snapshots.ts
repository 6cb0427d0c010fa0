import type { Change } from "../../../cli/diff/change";
import { compareSnapshots } from "../../../cli/diff/compare";
import { snapshotFrom, type Snapshot, type SnapshotResource } from "../../../cli/diff/snapshot";
import { toYaml } from "../../../cli/render/yaml";

/** A resource of a plan. */
export function planned(
  type: string,
  name: string,
  inputs: object,
  layer = "app",
): SnapshotResource {
  const urn = `urn:pulumi:home::hearth::hearth:app:App$${type}::${name}`;
  const rest = { parent: null, dependsOn: [], ignoreChanges: [] };
  return { urn, type, name, layer, inputs: { ...inputs }, ...rest };
}

/** An object of the app `app`. */
export const object = (apiVersion: string, kind: string, name: string, fields: object) =>
  planned(`kubernetes:${apiVersion}:${kind}`, `app-${kind.toLowerCase()}-${name}`, {
    apiVersion: apiVersion.replace(/^core\//, ""),
    kind,
    metadata: { name, namespace: "media" },
    ...fields,
  });

/** A stack that is made of these, with the config documents of its nodes. */
export const snapshot = (
  resources: readonly SnapshotResource[],
  machines: Readonly<Record<string, readonly object[]>> = {},
): Snapshot => {
  const files = new Map(
    Object.entries(machines).map(([node, documents]) => [
      `_talos/${node}.yaml`,
      documents.map(toYaml).join("---\n"),
    ]),
  );
  // What a resource ignores is known of the working tree's side only; here of both.
  return { ...snapshotFrom({ resources, outputs: {} }, files), resources };
};

/** What changes between two plans. */
export const diff = (before: SnapshotResource[], after: SnapshotResource[]): Change[] =>
  compareSnapshots(snapshot(before), snapshot(after));

/** Kind, title and effects of each change. */
export const told = (changes: readonly Change[]) =>
  changes.map(({ kind, title, effects }) => [kind, title, effects.map(({ text }) => text)]);

/** The one workload of most cases. */
export const deployment = (spec: object) => object("apps/v1", "Deployment", "sonarr", { spec });
/** The fields of a workload with one container. */
export const pod = (image: string) => ({
  template: { spec: { containers: [{ name: "app", image }] } },
});
