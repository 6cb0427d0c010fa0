import type { ClusterSpec } from "../../spec/cluster";
import { cephNodesOf } from "../../spec/queries";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { CEPH_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { platformRoutes } from "../network/platform-routes";
import { cephStorageNodes } from "./ceph-devices";
import { cephFilesystem, cephObjectStore } from "./ceph-filesystem";
import type { CephClusterSpec } from "./ceph-kinds";
import { cephMonitor } from "./ceph-monitor";
import { cephPlacement } from "./ceph-placement";
import { cephPool } from "./ceph-pool";
import { wipeAnnotations, type CephSettings } from "./ceph-settings";
import { cephToolbox } from "./ceph-toolbox";

/** Memory from which on a node's OSD may use 8 GiB, in MiB. */
const LARGE_NODE = 32_000;

/**
 * The Ceph cluster with its pool, classes and tools, and the gate that waits for HEALTH_OK.
 *
 * The cluster and its pools are objects of ours and not of Rook's cluster chart, so that each is
 * protected and kept (docs/adr/0007-ceph-objects-of-our-own.md). Only `wipe` lifts that: it tells
 * Rook to let the cluster go and to wipe its disks.
 * https://rook.io/docs/rook/v1.19/CRDs/Cluster/ceph-cluster-crd/
 */
export function cephClusterBundle(spec: ClusterSpec, ceph: CephSettings): Bundle {
  const classes = [
    ceph.storageClass,
    ...(ceph.filesystem ? ["ceph-filesystem"] : []),
    ...(ceph.objectStore ? ["ceph-bucket"] : []),
  ];
  return {
    layer: "storage",
    component: "CephCluster",
    name: "rook-ceph",
    objects: [
      cephCluster(spec, ceph),
      ...cephPool(spec, ceph),
      ...(ceph.filesystem ? cephFilesystem(spec, ceph) : []),
      ...(ceph.objectStore ? cephObjectStore(spec, ceph) : []),
      cephToolbox(),
      ...cephMonitor(spec),
      ...(ceph.dashboard ? platformRoutes(spec, "storage") : []),
    ],
    gates: [
      {
        kind: "CephHealthy",
        name: "rook-ceph-healthy",
        subjects: [`${CEPH_NAMESPACE}/${CEPH_NAMESPACE}`],
        timeout: spec.timeouts.cephHealthy,
        needs: [`object:CephCluster/${CEPH_NAMESPACE}/${CEPH_NAMESPACE}`],
        provides: [
          ...classes.map((name) => `storageclass:${name}` as const),
          // Rook writes both once the monitors have a quorum; the toolbox reads them.
          `secret:${CEPH_NAMESPACE}/rook-ceph-mon`,
          `configmap:${CEPH_NAMESPACE}/rook-ceph-mon-endpoints`,
        ],
      },
    ],
    provides: ["app:rook-ceph"],
  };
}

function cephCluster(spec: ClusterSpec, ceph: CephSettings): KubernetesObject {
  return {
    apiVersion: "ceph.rook.io/v1",
    kind: "CephCluster",
    // Named after its namespace: that is how pools and classes find it.
    metadata: { name: CEPH_NAMESPACE, namespace: CEPH_NAMESPACE, ...wipeAnnotations(ceph) },
    spec: {
      cephVersion: { image: imageRef("quay.io/ceph/ceph") },
      dataDirHostPath: "/var/lib/rook",
      mon: { count: ceph.mons, allowMultiplePerNode: false },
      mgr: {
        count: ceph.mgrs,
        allowMultiplePerNode: false,
        modules: [
          { name: "pg_autoscaler", enabled: true },
          { name: "rook", enabled: true },
        ],
      },
      network: network(ceph),
      // The gateway ends TLS in front of it.
      dashboard: { enabled: ceph.dashboard, ssl: false, urlPrefix: "/" },
      crashCollector: { disable: false },
      logCollector: { enabled: true, periodicity: "daily", maxLogSize: "500M" },
      csi: { readAffinity: { enabled: true } },
      cephConfig: {
        global: {
          bdev_enable_discard: "true",
          bdev_async_discard_threads: "1",
          osd_class_update_on_start: "false",
        },
      },
      placement: { all: cephPlacement(spec) },
      priorityClassNames: {
        mon: "system-node-critical",
        osd: "system-node-critical",
        mgr: "system-cluster-critical",
      },
      resources: resources(spec),
      removeOSDsIfOutAndSafeToRemove: false,
      disruptionManagement: { managePodBudgets: true },
      storage: {
        useAllNodes: false,
        useAllDevices: false,
        config: { osdsPerDevice: "1" },
        nodes: cephStorageNodes(spec, ceph.deviceFilter),
      },
      cleanupPolicy: cleanupPolicy(ceph),
    } satisfies CephClusterSpec,
  };
}

function network(ceph: CephSettings): CephClusterSpec["network"] {
  return {
    provider: "host",
    ...(ceph.network === undefined
      ? {}
      : {
          addressRanges: {
            public: [ceph.network.public],
            cluster: [ceph.network.cluster ?? ceph.network.public],
          },
        }),
    connections: { requireMsgr2: true },
  };
}

/**
 * What Rook does when the cluster is deleted: nothing without the stack's `wipe`. With it, the
 * finalizers let go although claims are left, and Rook wipes the disks. The confirmation has to be
 * there before the deletion, in an `up` of its own.
 * https://rook.io/docs/rook/v1.19/Storage-Configuration/ceph-teardown/
 */
function cleanupPolicy({ wipe }: CephSettings): CephClusterSpec["cleanupPolicy"] {
  return {
    confirmation: wipe ? "yes-really-destroy-data" : "",
    allowUninstallWithVolumes: wipe,
    wipeDevicesFromOtherClusters: wipe,
    sanitizeDisks: { method: "quick", dataSource: "zero", iteration: 1 },
  };
}

/** Requests that leave a 16 GB machine its memory; limits that let an OSD of a larger one cache more. */
function resources(spec: ClusterSpec): CephClusterSpec["resources"] {
  const memory = Math.min(...cephNodesOf(spec).map(({ hardware }) => hardware.memoryMiB));
  const osd = memory >= LARGE_NODE ? "8Gi" : "6Gi";
  return {
    mgr: { requests: { cpu: "125m", memory: "512Mi" }, limits: { memory: "2Gi" } },
    mon: { requests: { cpu: "49m", memory: "512Mi" }, limits: { memory: "1Gi" } },
    osd: { requests: { cpu: "442m", memory: "1Gi" }, limits: { memory: osd } },
    prepareosd: { requests: { cpu: "250m", memory: "50Mi" } },
    "mgr-sidecar": { requests: { cpu: "49m", memory: "128Mi" }, limits: { memory: "256Mi" } },
    crashcollector: { requests: { cpu: "15m", memory: "64Mi" }, limits: { memory: "64Mi" } },
    logcollector: { requests: { cpu: "100m", memory: "100Mi" }, limits: { memory: "1Gi" } },
    cleanup: { requests: { cpu: "250m", memory: "100Mi" }, limits: { memory: "1Gi" } },
    exporter: { requests: { cpu: "50m", memory: "50Mi" }, limits: { memory: "128Mi" } },
  };
}
