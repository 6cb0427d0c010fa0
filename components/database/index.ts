import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { POSTGRES_NAMESPACE } from "../contracts/conventions";
import { barmanPluginBundle } from "./barman-plugin";
import { cnpgOperatorBundle } from "./cnpg-operator";
import { dragonflyBundle, dragonflyOperatorBundle } from "./dragonfly";
import { backupSecret } from "./postgres-backup";
import { postgresClusterBundle } from "./postgres-cluster";

/** PostgreSQL clusters with their operator and backup, and caches with theirs, as the stack has them. */
export function databaseBundles(spec: ClusterSpec): Bundle[] {
  return [...postgresBundles(spec), ...cacheBundles(spec)];
}

function postgresBundles(spec: ClusterSpec): Bundle[] {
  const clusters = Object.entries(spec.databases);
  if (clusters.length === 0) return [];
  return [
    cnpgOperatorBundle(),
    ...(spec.backup === undefined ? [] : [barmanPluginBundle(), backupBundle(spec)]),
    ...clusters.map(([name, database]) => postgresClusterBundle(spec, name, database)),
  ];
}

/** What all clusters share to reach the backup target. */
function backupBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "database",
    component: "PostgresBackup",
    name: "postgres-backup",
    namespaces: [{ name: POSTGRES_NAMESPACE }],
    objects: [backupSecret(spec)],
  };
}

function cacheBundles(spec: ClusterSpec): Bundle[] {
  const caches = Object.entries(spec.caches);
  if (caches.length === 0) return [];
  return [
    dragonflyOperatorBundle(),
    ...caches.map(([name, cache]) => dragonflyBundle(name, cache)),
  ];
}
