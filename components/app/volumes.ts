import type { ImageApp } from "../../spec/app/app";
import type { ClaimVolume, Volume } from "../../spec/app/volume";
import type { ClusterSpec } from "../../spec/cluster";
import { secretFilesName } from "../secrets/app-external-secret";
import { usbDeviceOf } from "./devices";

/** A volume mount of a container. */
export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: true;
}

/** Name of the container of the app itself. */
export const APP_CONTAINER = "app";

/** Volume for `/tmp`, which every container with a read-only root gets unless it mounts its own. */
const TMP = "tmp";
const TMP_PATH = "/tmp";

/** Volume of the USB device. */
const USB = "usb";

/** Name of the claim or ConfigMap of an app's volume. */
export const volumeObjectName = (app: Pick<ImageApp, "name">, volume: string): string =>
  `${app.name}-${volume}`;

/** The volumes of an app that are claims. */
export function claimsOf(app: Pick<ImageApp, "volumes">): [string, ClaimVolume][] {
  return Object.entries(app.volumes).filter((entry): entry is [string, ClaimVolume] =>
    isClaim(entry[1]),
  );
}

/** Whether a volume is a claim of its own. */
export const isClaim = (volume: Volume): volume is ClaimVolume => "size" in volume;

/** Whether a claim may be mounted on one node at a time only. */
export const isExclusive = (volume: Volume): boolean =>
  isClaim(volume) && volume.access === "ReadWriteOnce";

/** The volumes of a pod, as far as its containers mount them. */
export function podVolumes(
  spec: ClusterSpec,
  app: ImageApp,
  mounts: readonly Mount[],
): Record<string, unknown>[] {
  const used = new Set(mounts.map(({ name }) => name));
  const declared = Object.entries(app.volumes)
    .filter(([key]) => used.has(key))
    .map(([key, volume]) => ({ name: key, ...sourceOf(spec, app, key, volume) }));
  const usb = usbDeviceOf(spec, app);
  return [
    ...declared,
    ...(usb !== undefined && used.has(USB)
      ? [{ name: USB, hostPath: { path: usb.path, type: "CharDevice" } }]
      : []),
    ...(used.has(TMP) && !Object.hasOwn(app.volumes, TMP) ? [{ name: TMP, emptyDir: {} }] : []),
  ];
}

function sourceOf(spec: ClusterSpec, app: ImageApp, key: string, volume: Volume) {
  if (isClaim(volume)) return { persistentVolumeClaim: { claimName: volumeObjectName(app, key) } };
  if ("nfs" in volume) return { nfs: nfsSource(spec, app, volume.nfs) };
  if ("files" in volume) return { configMap: { name: volumeObjectName(app, key) } };
  if ("secretFiles" in volume) return { secret: { secretName: secretFilesName(app.name, key) } };
  if ("hostPath" in volume) return { hostPath: { path: volume.hostPath } };
  return {
    emptyDir: {
      sizeLimit: volume.tmpfs,
      ...(volume.medium === "memory" ? { medium: "Memory" } : {}),
    },
  };
}

function nfsSource(spec: ClusterSpec, app: ImageApp, share: string) {
  const { nfs } = spec.storage;
  const path = nfs?.shares[share]?.path;
  if (nfs === undefined || path === undefined) {
    throw new Error(`${app.name}: the stack has no NFS share ${share}`);
  }
  return { server: nfs.server, path };
}

/** Mounts of a container that the volumes name: `app`, or the name of a sidecar. */
export function containerMounts(
  spec: ClusterSpec,
  app: ImageApp,
  container: string,
  writableRoot: boolean,
): Mount[] {
  const mounts = Object.entries(app.volumes)
    .filter(([, volume]) => (volume.containers ?? [APP_CONTAINER]).includes(container))
    .flatMap(([key, volume]) => mountsOf(key, volume));
  const usb = container === APP_CONTAINER ? usbDeviceOf(spec, app) : undefined;
  if (usb !== undefined) mounts.push({ name: USB, mountPath: usb.path });
  return withTmp(app, mounts, container, writableRoot);
}

/** Mounts of a job: the volumes that it lists. */
export function jobMounts(
  app: ImageApp,
  job: string,
  volumes: readonly string[],
  writableRoot: boolean,
): Mount[] {
  const mounts = volumes.flatMap((key) => {
    const volume = app.volumes[key];
    if (volume === undefined)
      throw new Error(`${app.name}: job ${job} mounts ${key}, which is no volume`);
    return mountsOf(key, volume);
  });
  return withTmp(app, mounts, job, writableRoot);
}

function mountsOf(key: string, volume: Volume): Mount[] {
  const { mount, subPath } = volume;
  const readOnly = volume.readOnly || "files" in volume || "secretFiles" in volume;
  const one = (mountPath: string, folder: string | undefined): Mount => ({
    name: key,
    mountPath,
    ...(folder === undefined ? {} : { subPath: folder }),
    ...(readOnly ? { readOnly } : {}),
  });
  if (mount === undefined) return [];
  if (typeof mount === "string") return [one(mount, subPath)];
  return Object.entries(mount).map(([path, folder]) => one(path, folder));
}

function withTmp(
  app: ImageApp,
  mounts: readonly Mount[],
  container: string,
  writableRoot: boolean,
): Mount[] {
  if (writableRoot || Object.hasOwn(app.volumes, TMP)) return [...mounts];
  if (mounts.some(({ mountPath }) => mountPath === TMP_PATH)) return [...mounts];
  return [...mounts, { name: TMP, mountPath: TMP_PATH, subPath: container }];
}
