import type { ClusterSpec } from "../../spec/cluster";
import { CEPH_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import type { CephFilesystemSpec, CephObjectStoreSpec } from "./ceph-kinds";
import { cephPlacement } from "./ceph-placement";
import { csiSecret, poolSpec } from "./ceph-pool";
import { wipeAnnotations, type CephSettings } from "./ceph-settings";
import { storageClass } from "./storage-class";

const FILESYSTEM = "ceph-filesystem";
const OBJECT_STORE = "ceph-objectstore";

/** CephFS with its storage class `ceph-filesystem`. */
export function cephFilesystem(spec: ClusterSpec, ceph: CephSettings): KubernetesObject[] {
  const pool = poolSpec(ceph);
  return [
    {
      apiVersion: "ceph.rook.io/v1",
      kind: "CephFilesystem",
      metadata: { name: FILESYSTEM, namespace: CEPH_NAMESPACE, ...wipeAnnotations(ceph) },
      spec: {
        metadataPool: pool,
        dataPools: [{ ...pool, name: "data0" }],
        preserveFilesystemOnDelete: !ceph.wipe,
        metadataServer: {
          activeCount: 1,
          activeStandby: true,
          placement: cephPlacement(spec),
          priorityClassName: "system-cluster-critical",
          resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { memory: "4Gi" } },
        },
      } satisfies CephFilesystemSpec,
    },
    storageClass(spec, "ceph-filesystem", {
      provisioner: `${CEPH_NAMESPACE}.cephfs.csi.ceph.com`,
      parameters: {
        clusterID: CEPH_NAMESPACE,
        fsName: FILESYSTEM,
        pool: `${FILESYSTEM}-data0`,
        ...csiSecret("cephfs", "provisioner"),
        ...csiSecret("cephfs", "controller-expand"),
        ...csiSecret("cephfs", "controller-publish"),
        ...csiSecret("cephfs", "node-stage"),
      },
    }),
  ];
}

/** An S3 object store with its bucket class `ceph-bucket`. */
export function cephObjectStore(spec: ClusterSpec, ceph: CephSettings): KubernetesObject[] {
  const pool = poolSpec(ceph);
  return [
    {
      apiVersion: "ceph.rook.io/v1",
      kind: "CephObjectStore",
      metadata: { name: OBJECT_STORE, namespace: CEPH_NAMESPACE, ...wipeAnnotations(ceph) },
      spec: {
        metadataPool: pool,
        dataPool: { ...pool, parameters: { bulk: "true" } },
        preservePoolsOnDelete: !ceph.wipe,
        gateway: {
          port: 80,
          instances: 1,
          placement: cephPlacement(spec),
          priorityClassName: "system-cluster-critical",
          resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "2Gi" } },
        },
      } satisfies CephObjectStoreSpec,
    },
    storageClass(spec, "ceph-bucket", {
      provisioner: `${CEPH_NAMESPACE}.ceph.rook.io/bucket`,
      parameters: { objectStoreName: OBJECT_STORE, objectStoreNamespace: CEPH_NAMESPACE },
      expandable: false,
    }),
  ];
}
