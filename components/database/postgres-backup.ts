import type { ICluster } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster";
import type { IScheduledBackup } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/ScheduledBackup";
import type { ClusterSpec, DatabaseSpec } from "../../spec/cluster";
import { s3Keys } from "../backup/restic-secret";
import { fiveFields } from "../backup/schedule";
import { POSTGRES_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { externalSecret } from "../secrets/external-secret";

/** Name under which the operator knows the plugin. */
const PLUGIN = "barman-cloud.cloudnative-pg.io";

/** Secret with the keys of the backup target, beside the clusters. */
const SECRET = "postgres-backup";

type Backup = NonNullable<ClusterSpec["backup"]>;

/** The fields of an ObjectStore that are used here (barmancloud.cnpg.io/v1). */
interface ObjectStoreSpec {
  readonly retentionPolicy: string;
  readonly configuration: {
    readonly destinationPath: string;
    readonly endpointURL: string;
    readonly s3Credentials: Readonly<
      Record<"accessKeyId" | "secretAccessKey", { readonly name: string; readonly key: string }>
    >;
    readonly data: { readonly compression: "bzip2" };
    readonly wal: { readonly compression: "bzip2"; readonly maxParallel: number };
  };
  readonly instanceSidecarConfiguration: {
    readonly env: readonly { readonly name: string; readonly value: string }[];
  };
}

/** The Secret that all object stores read, out of the secret store. */
export function backupSecret(spec: Pick<ClusterSpec, "secretStore">): KubernetesObject {
  return externalSecret(spec.secretStore, {
    name: SECRET,
    namespace: POSTGRES_NAMESPACE,
    keys: s3Keys,
  });
}

/**
 * Where a cluster's WAL and base backups go, and when a base backup is taken.
 * https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/
 */
export function backupObjects(name: string, { target, databases }: Backup): KubernetesObject[] {
  return [
    {
      apiVersion: "barmancloud.cnpg.io/v1",
      kind: "ObjectStore",
      metadata: { name, namespace: POSTGRES_NAMESPACE },
      spec: {
        retentionPolicy: `${String(databases.retentionDays)}d`,
        configuration: {
          destinationPath: `s3://${target.bucket}/databases`,
          endpointURL: target.endpoint,
          s3Credentials: {
            accessKeyId: { name: SECRET, key: "accessKeyId" },
            secretAccessKey: { name: SECRET, key: "secretAccessKey" },
          },
          data: { compression: "bzip2" },
          wal: { compression: "bzip2", maxParallel: 8 },
        },
        instanceSidecarConfiguration: {
          env: [
            { name: "AWS_DEFAULT_REGION", value: target.region },
            // Services other than Amazon's refuse the checksums that newer clients send.
            { name: "AWS_REQUEST_CHECKSUM_CALCULATION", value: "when_required" },
            { name: "AWS_RESPONSE_CHECKSUM_VALIDATION", value: "when_required" },
          ],
        },
      } satisfies ObjectStoreSpec,
    },
    {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "ScheduledBackup",
      metadata: { name, namespace: POSTGRES_NAMESPACE },
      spec: {
        cluster: { name },
        // The operator's schedules start with seconds.
        schedule: `0 ${fiveFields(databases.schedule)}`,
        immediate: true,
        backupOwnerReference: "self",
        method: "plugin",
        pluginConfiguration: { name: PLUGIN },
      },
    } satisfies KubernetesObject & IScheduledBackup,
  ];
}

/** The fields of a cluster that archive it, and those that bring it back from its archive. */
export function backupFields(
  name: string,
  recover: DatabaseSpec["recover"],
): Pick<ICluster["spec"], "plugins" | "bootstrap" | "externalClusters"> {
  const parameters = { barmanObjectName: name, serverName: name };
  const plugins = [{ name: PLUGIN, isWALArchiver: true, parameters }];
  if (recover?.enabled !== true) return { plugins, bootstrap: newCluster() };
  const source = `${name}-backup`;
  return {
    plugins,
    bootstrap: {
      recovery: {
        source,
        ...(recover.targetTime === undefined
          ? {}
          : { recoveryTarget: { targetTime: recover.targetTime } }),
      },
    },
    externalClusters: [{ name: source, plugin: { name: PLUGIN, parameters } }],
  };
}

/** How a cluster without a past starts. */
export function newCluster(): NonNullable<ICluster["spec"]["bootstrap"]> {
  return { initdb: { database: "app", owner: "app", dataChecksums: true } };
}

/**
 * A recovered cluster goes on archiving, on a new timeline, where it was archived before. The check
 * that the archive is empty protects old backups from a new cluster of the same name, so it is only
 * off for a recovery.
 */
export function archiveAnnotations(recover: DatabaseSpec["recover"]): Record<string, string> {
  return recover?.enabled === true ? { "cnpg.io/skipEmptyWalArchiveCheck": "enabled" } : {};
}
