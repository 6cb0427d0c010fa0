import type { ClusterSpec } from "../../spec/cluster";
import { CEPH_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import type { CephPoolSpec } from "./ceph-kinds";
import { wipeAnnotations, type CephSettings } from "./ceph-settings";
import { storageClass } from "./storage-class";

/** Secret of a CSI driver for what its controller or nodes do. */
export function csiSecret(driver: "rbd" | "cephfs", operation: string): Record<string, string> {
  const side = operation === "node-stage" ? "node" : "provisioner";
  return {
    [`csi.storage.k8s.io/${operation}-secret-name`]: `rook-csi-${driver}-${side}`,
    [`csi.storage.k8s.io/${operation}-secret-namespace`]: CEPH_NAMESPACE,
  };
}

/** The fields of a pool that the stack decides. */
export function poolSpec({ pool }: CephSettings): CephPoolSpec {
  return {
    failureDomain: pool.failureDomain,
    replicated: { size: pool.replicas, requireSafeReplicaSize: pool.replicas > 1 },
  };
}

/** The block pool with its storage class and snapshot class. */
export function cephPool(
  spec: Pick<ClusterSpec, "storageClasses">,
  ceph: CephSettings,
): KubernetesObject[] {
  const { pool, snapshotClass } = ceph;
  return [
    {
      apiVersion: "ceph.rook.io/v1",
      kind: "CephBlockPool",
      metadata: { name: pool.name, namespace: CEPH_NAMESPACE, ...wipeAnnotations(ceph) },
      spec: { ...poolSpec(ceph), ...compression(ceph) } satisfies CephPoolSpec,
    },
    blockStorageClass(spec, ceph),
    {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: { name: snapshotClass },
      driver: `${CEPH_NAMESPACE}.rbd.csi.ceph.com`,
      parameters: { clusterID: CEPH_NAMESPACE, ...csiSecret("rbd", "snapshotter") },
      deletionPolicy: "Delete",
    },
  ];
}

/** Compression is a setting of the pool; as a parameter of the storage class it would do nothing. */
function compression({ pool }: CephSettings): Pick<CephPoolSpec, "parameters"> {
  if (pool.compression === undefined) return {};
  const { mode, algorithm } = pool.compression;
  return { parameters: { compression_mode: mode, compression_algorithm: algorithm } };
}

function blockStorageClass(
  spec: Pick<ClusterSpec, "storageClasses">,
  ceph: CephSettings,
): KubernetesObject {
  return storageClass(spec, ceph.storageClass, {
    provisioner: `${CEPH_NAMESPACE}.rbd.csi.ceph.com`,
    parameters: {
      clusterID: CEPH_NAMESPACE,
      pool: ceph.pool.name,
      imageFormat: "2",
      imageFeatures: "layering,fast-diff,object-map,deep-flatten,exclusive-lock",
      ...csiSecret("rbd", "provisioner"),
      ...csiSecret("rbd", "controller-expand"),
      ...csiSecret("rbd", "controller-publish"),
      ...csiSecret("rbd", "node-stage"),
      "csi.storage.k8s.io/fstype": "ext4",
    },
    mountOptions: ["discard"],
  });
}
