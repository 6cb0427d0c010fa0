import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { ImageApp } from "../../spec/app/app";
import type { ClaimVolume } from "../../spec/app/volume";
import type { ClusterSpec } from "../../spec/cluster";
import { mebibytes } from "../../spec/quantity";
import { storageClassOf } from "../../spec/queries";
import { volumeBackup } from "../backup/volume-backup";
import type { KubernetesObject } from "../contracts/object";
import { ON_DELETE_ANNOTATION } from "../contracts/protection";
import { appMeta } from "./labels";
import { volumeObjectName, claimsOf } from "./volumes";

/** MiB a second that a restore comes with at the least: about 50 Mbit/s from the backup's target. */
const SLOWEST_RESTORE = 5;

/** Seconds that a claim is waited for at the least where it is restored. */
const SHORTEST_PATIENCE = 3600;

/**
 * The claims of an app and their backups. A claim that has a backup is filled from it when it is
 * made, so a rebuilt cluster brings its data back.
 */
export function claimObjects(spec: ClusterSpec, app: ImageApp): KubernetesObject[] {
  return claimsOf(app).flatMap(([key, volume]) => {
    const name = volumeObjectName(app, key);
    const backup = volumeBackup(spec, app, key, name);
    const { labels, namespace } = appMeta(app);
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: {
        name,
        namespace,
        labels,
        ...annotationsOf(volume, backup.dataSourceRef !== undefined),
      },
      spec: {
        accessModes: [volume.access],
        resources: { requests: { storage: volume.size } },
        storageClassName: className(spec, app, key, volume),
        volumeMode: "Filesystem",
        ...(backup.dataSourceRef === undefined ? {} : { dataSourceRef: backup.dataSourceRef }),
      },
    } satisfies IPersistentVolumeClaim & KubernetesObject;
    return [claim, ...backup.objects];
  });
}

/**
 * A claim is bound when it is restored, and Pulumi gives up on a claim within minutes unless it is
 * told how long that takes; it goes on as soon as the claim is bound.
 * https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/#resource-annotations
 */
function annotationsOf(
  { size, deleteWithApp }: ClaimVolume,
  isRestored: boolean,
): { readonly annotations?: Readonly<Record<string, string>> } {
  const patience = Math.max(SHORTEST_PATIENCE, Math.ceil(mebibytes(size) / SLOWEST_RESTORE));
  const annotations = {
    ...(deleteWithApp ? { [ON_DELETE_ANNOTATION]: "delete" } : {}),
    ...(isRestored ? { "pulumi.com/timeoutSeconds": String(patience) } : {}),
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function className(spec: ClusterSpec, app: ImageApp, key: string, volume: ClaimVolume): string {
  const found = storageClassOf(spec, volume.class);
  if (found === undefined) {
    throw new Error(
      `${app.name}: volumes.${key} asks for a ${volume.class} volume, which the stack lacks`,
    );
  }
  return found.name;
}
