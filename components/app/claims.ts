import type { IPersistentVolumeClaim } from "kubernetes-models/v1/PersistentVolumeClaim";
import type { ImageApp } from "../../spec/app/app";
import type { ClaimVolume } from "../../spec/app/volume";
import type { ClusterSpec } from "../../spec/cluster";
import { storageClassOf } from "../../spec/queries";
import { volumeBackup } from "../backup/volume-backup";
import type { KubernetesObject } from "../contracts/object";
import { ON_DELETE_ANNOTATION } from "../contracts/protection";
import { appMeta } from "./labels";
import { volumeObjectName, claimsOf } from "./volumes";

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
        ...(volume.deleteWithApp ? { annotations: { [ON_DELETE_ANNOTATION]: "delete" } } : {}),
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

function className(spec: ClusterSpec, app: ImageApp, key: string, volume: ClaimVolume): string {
  const found = storageClassOf(spec, volume.class);
  if (found === undefined) {
    throw new Error(
      `${app.name}: volumes.${key} asks for a ${volume.class} volume, which the stack lacks`,
    );
  }
  return found.name;
}
