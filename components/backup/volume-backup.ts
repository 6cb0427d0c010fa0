import type { ImageApp } from "../../spec/app/app";
import type { ClaimVolume } from "../../spec/app/volume";
import type { ClusterSpec } from "../../spec/cluster";
import { storageClassOf } from "../../spec/queries";
import type { KubernetesObject } from "../contracts/object";
import { resticSecret } from "./restic-secret";
import { spreadSchedule } from "./schedule";

/** Reference of a claim to what fills it when it is made. */
export interface DataSourceRef {
  readonly apiGroup: "volsync.backube";
  readonly kind: "ReplicationDestination";
  readonly name: string;
}

/** What saves a volume, and what fills it on creation. */
export interface VolumeBackup {
  readonly objects: readonly KubernetesObject[];
  /** For the claim's `spec.dataSourceRef`; absent where the storage class takes no snapshots. */
  readonly dataSourceRef?: DataSourceRef;
}

/** The restic fields that source and destination share (volsync.backube/v1alpha1). */
interface ResticMover {
  readonly repository: string;
  readonly copyMethod: "Snapshot" | "Direct";
  readonly accessModes: readonly string[];
  readonly storageClassName: string;
  readonly volumeSnapshotClassName?: string;
  readonly cacheCapacity: string;
  readonly cacheStorageClassName: string;
  readonly cacheAccessModes: readonly string[];
  readonly moverSecurityContext: Readonly<Record<string, unknown>>;
}

interface ReplicationSourceSpec {
  readonly sourcePVC: string;
  readonly trigger: { readonly schedule: string };
  readonly restic: ResticMover & {
    readonly pruneIntervalDays: number;
    readonly retain: Readonly<Record<"hourly" | "daily" | "weekly" | "monthly", number>>;
  };
}

interface ReplicationDestinationSpec {
  readonly trigger: { readonly manual: string };
  readonly restic: ResticMover & {
    readonly capacity: string;
    readonly enableFileDeletion: boolean;
    readonly cleanupCachePVC: boolean;
    readonly cleanupTempPVC: boolean;
  };
}

/**
 * The off-site backup of an app's volume, and its restore on creation: a claim with the
 * `dataSourceRef` is filled from the newest snapshot in the repository, and starts empty where there
 * is none, so a rebuilt cluster brings its data back by itself.
 *
 * Nothing for a volume that does not ask for backup, or in a stack without a backup target.
 *
 * @param claim name of the PersistentVolumeClaim
 */
export function volumeBackup(
  spec: Pick<ClusterSpec, "backup" | "secretStore" | "storage" | "storageClasses">,
  app: Pick<ImageApp, "name" | "category" | "user" | "volumes">,
  volumeKey: string,
  claim: string,
): VolumeBackup {
  const volume = app.volumes[volumeKey];
  if (spec.backup === undefined || !isSavedClaim(volume)) return { objects: [] };
  const { target, volumes: policy } = spec.backup;
  const namespace = app.category;
  const repository = `${claim}-restic`;
  const mover = moverOf(spec, app, volume, repository);
  const { retain } = policy;
  const source: KubernetesObject = {
    apiVersion: "volsync.backube/v1alpha1",
    kind: "ReplicationSource",
    metadata: { name: claim, namespace },
    spec: {
      sourcePVC: claim,
      trigger: { schedule: spreadSchedule(policy.schedule, `${namespace}/${claim}`) },
      restic: { ...mover, pruneIntervalDays: policy.pruneIntervalDays, retain },
    } satisfies ReplicationSourceSpec,
  };
  const secret = resticSecret(spec, target, repository, namespace, `${namespace}/${claim}`);
  if (mover.copyMethod !== "Snapshot") return { objects: [secret, source] };
  const destination: KubernetesObject = {
    apiVersion: "volsync.backube/v1alpha1",
    kind: "ReplicationDestination",
    metadata: { name: claim, namespace },
    spec: {
      trigger: { manual: "restore-once" },
      restic: {
        ...mover,
        capacity: volume.size,
        enableFileDeletion: true,
        cleanupCachePVC: true,
        cleanupTempPVC: true,
      },
    } satisfies ReplicationDestinationSpec,
  };
  return {
    objects: [secret, source, destination],
    dataSourceRef: { apiGroup: "volsync.backube", kind: "ReplicationDestination", name: claim },
  };
}

/** Whether a volume is a claim that asks for backup. */
export function isSavedClaim(
  volume: ImageApp["volumes"][string] | undefined,
): volume is ClaimVolume {
  return volume !== undefined && "size" in volume && volume.backup;
}

function moverOf(
  spec: Pick<ClusterSpec, "backup" | "storage" | "storageClasses">,
  app: Pick<ImageApp, "name" | "user">,
  volume: ClaimVolume,
  repository: string,
): ResticMover {
  const storageClassName = classNamed(spec, volume.class, app.name);
  const cache = storageClassOf(spec, "local")?.name ?? storageClassName;
  const snapshotClass = spec.storage.ceph?.snapshotClass;
  // Only Ceph's driver snapshots: hostpath volumes cannot, and NFS snapshots are full copies.
  const snapshots = volume.class === "replicated" && snapshotClass !== undefined;
  return {
    repository,
    copyMethod: snapshots ? "Snapshot" : "Direct",
    accessModes: [volume.access],
    storageClassName,
    ...(snapshots ? { volumeSnapshotClassName: snapshotClass } : {}),
    cacheCapacity: spec.backup?.volumes.cache ?? "1Gi",
    cacheStorageClassName: cache,
    cacheAccessModes: ["ReadWriteOnce"],
    moverSecurityContext: moverSecurity(app.user),
  };
}

/** The mover runs as the app's user: it may read what the app wrote, and restores it as the same owner. */
function moverSecurity({ uid, gid, groups }: ImageApp["user"]): Record<string, unknown> {
  return {
    runAsUser: uid,
    runAsGroup: gid,
    fsGroup: gid,
    fsGroupChangePolicy: "OnRootMismatch",
    runAsNonRoot: uid !== 0,
    ...(groups.length === 0 ? {} : { supplementalGroups: groups }),
    seccompProfile: { type: "RuntimeDefault" },
  };
}

function classNamed(
  spec: Pick<ClusterSpec, "storageClasses">,
  role: ClaimVolume["class"],
  app: string,
): string {
  const found = storageClassOf(spec, role);
  if (found === undefined)
    throw new Error(`${app} asks for a ${role} volume, which the stack lacks`);
  return found.name;
}
