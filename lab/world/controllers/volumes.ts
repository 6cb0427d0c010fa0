import { ApiError, type KubeObject } from "../../kubernetes/client";
import { core, type Kind } from "./kinds";
import { Operator } from "./operators";
import type { Controller } from "./runtime";

const blockPools: Kind = { group: "ceph.rook.io", plural: "cephblockpools" };
const filesystems: Kind = { group: "ceph.rook.io", plural: "cephfilesystems" };

interface ClaimSpec {
  storageClassName?: string;
  volumeName?: string;
  volumeMode?: string;
  accessModes?: string[];
  resources?: { requests?: { storage?: string } };
}

interface StorageClass extends KubeObject {
  provisioner: string;
  parameters?: Record<string, string>;
  reclaimPolicy?: string;
  volumeBindingMode?: string;
  mountOptions?: string[];
}

/** Annotation by which the scheduler tells where the first consumer runs. */
const selectedNode = "volume.kubernetes.io/selected-node";
const provisionedBy = "pv.kubernetes.io/provisioned-by";

/**
 * Stands in for the storage provisioners (Ceph CSI, OpenEBS local PV, NFS CSI and the like): a
 * claim of a StorageClass gets a volume once its provisioner runs, for `WaitForFirstConsumer` on
 * the node that the scheduler chose; a released volume with reclaim policy Delete goes. The real
 * volume binder does the rest. A claim that is to be restored from `dataSourceRef` counts as
 * restored at once. No byte is stored.
 */
export const volumes: Controller = {
  name: "volume-provisioner",
  start(runtime) {
    const classes = runtime.store(core.storageClasses);
    const provisioners = {
      openebs: new Operator(runtime, /localpv|local-path|hostpath/),
      nfs: new Operator(runtime, /nfs/),
    };
    /** Whether what serves the class is up; provisioners that the lab does not know count as up. */
    const serves = ({ provisioner, parameters }: StorageClass): boolean => {
      if (/\.rbd\.csi\.ceph\.com$/.test(provisioner)) {
        return isReady(runtime.store(blockPools).all(), parameters?.pool);
      }
      if (/\.cephfs\.csi\.ceph\.com$/.test(provisioner)) {
        return isReady(runtime.store(filesystems).all(), parameters?.fsName);
      }
      if (/openebs\.io\/local|local-path/.test(provisioner)) return provisioners.openebs.running();
      if (/nfs/.test(provisioner)) return provisioners.nfs.running();
      return true;
    };

    const queue = runtime.on("volume-provisioner", core.claims, async (claim, { deleted }) => {
      const spec = claim.spec as ClaimSpec;
      const { phase } = (claim.status ?? {}) as { phase?: string };
      if (deleted || claim.metadata.deletionTimestamp || spec.volumeName || phase === "Bound")
        return;
      if (!spec.storageClassName) return;
      const storageClass = classes.get(spec.storageClassName) as StorageClass | undefined;
      if (
        storageClass === undefined ||
        storageClass.provisioner === "kubernetes.io/no-provisioner"
      ) {
        return;
      }
      const node = claim.metadata.annotations?.[selectedNode];
      if (storageClass.volumeBindingMode === "WaitForFirstConsumer" && node === undefined) return;
      if (!serves(storageClass)) return;
      try {
        await runtime.client.create(
          runtime.resource(core.volumes),
          volumeFor(claim, storageClass, node),
        );
      } catch (error) {
        if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") throw error;
      }
    });
    for (const kind of [core.storageClasses, blockPools, filesystems]) runtime.requeue(kind, queue);
    for (const operator of Object.values(provisioners)) operator.wakes(queue);

    runtime.on("volume-provisioner", core.volumes, async (volume, { deleted }) => {
      const { phase } = (volume.status ?? {}) as { phase?: string };
      const { persistentVolumeReclaimPolicy } = volume.spec as {
        persistentVolumeReclaimPolicy?: string;
      };
      if (deleted || phase !== "Released" || persistentVolumeReclaimPolicy !== "Delete") return;
      if (volume.metadata.annotations?.[provisionedBy] === undefined) return;
      await runtime.client.delete(runtime.resource(core.volumes), volume.metadata.name);
    });
  },
};

function isReady(objects: readonly KubeObject[], name: string | undefined): boolean {
  return objects.some((object) => {
    const { phase } = (object.status ?? {}) as { phase?: string };
    return (name === undefined || object.metadata.name === name) && phase === "Ready";
  });
}

function volumeFor(claim: KubeObject, storageClass: StorageClass, node?: string): KubeObject {
  const spec = claim.spec as ClaimSpec;
  const name = `pvc-${claim.metadata.uid}`;
  const onNode = [{ key: "kubernetes.io/hostname", operator: "In", values: [node] }];
  // A volume of a CSI driver would wait for an attacher, which nothing in the lab is.
  const source = { hostPath: { path: `/var/lab/volumes/${name}` } };
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { [provisionedBy]: storageClass.provisioner } },
    spec: {
      accessModes: spec.accessModes ?? ["ReadWriteOnce"],
      capacity: { storage: spec.resources?.requests?.storage ?? "1Gi" },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      storageClassName: storageClass.metadata.name,
      volumeMode: spec.volumeMode ?? "Filesystem",
      ...(storageClass.mountOptions ? { mountOptions: storageClass.mountOptions } : {}),
      ...source,
      claimRef: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        name: claim.metadata.name,
        namespace: claim.metadata.namespace,
        uid: claim.metadata.uid,
      },
      // Only a local volume is bound to the node that it was made on.
      ...(node !== undefined && /local|hostpath/.test(storageClass.provisioner)
        ? { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: onNode }] } } }
        : {}),
    },
  };
}
