import type { Bundle } from "../contracts/bundle";
import type { ChartContents } from "../contracts/chart";
import { CEPH_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";
import type { CephSettings } from "./ceph-settings";

/**
 * Rook's operator with the operator of Ceph's CSI drivers. Its chart keeps the definitions when it is
 * removed, so removing the operator never removes a Ceph cluster.
 * https://rook.io/docs/rook/v1.19/Helm-Charts/operator-chart/
 */
export function rookOperatorBundle(ceph: CephSettings): Bundle {
  return {
    layer: "storage",
    component: "RookOperator",
    name: "rook-operator",
    namespaces: [
      {
        name: CEPH_NAMESPACE,
        podSecurity: "privileged",
        reason: "OSDs and CSI drivers use the nodes' disks, network and kernel modules",
      },
    ],
    charts: [
      {
        name: "rook-ceph",
        chart: "rook-ceph",
        namespace: CEPH_NAMESPACE,
        values: {
          image: { repository: "ghcr.io/rook/ceph" },
          crds: { enabled: true },
          csi: {
            enableCephfsDriver: ceph.filesystem,
            enableCephfsSnapshotter: ceph.filesystem,
            // Every node that runs pods mounts volumes, whatever its taints.
            pluginTolerations: [{ operator: "Exists" }],
          },
          resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "512Mi" } },
        },
        brings: ROOK_CONTENTS,
      },
    ],
  };
}

const ROOK_CONTENTS: ChartContents = {
  crds: [
    ...crdRefs("ceph.rook.io/v1", "Namespaced", {
      CephBlockPool: "cephblockpools",
      CephBlockPoolRadosNamespace: "cephblockpoolradosnamespaces",
      CephBucketNotification: "cephbucketnotifications",
      CephBucketTopic: "cephbuckettopics",
      CephClient: "cephclients",
      CephCluster: "cephclusters",
      CephCOSIDriver: "cephcosidrivers",
      CephFilesystem: "cephfilesystems",
      CephFilesystemMirror: "cephfilesystemmirrors",
      CephFilesystemSubVolumeGroup: "cephfilesystemsubvolumegroups",
      CephNFS: "cephnfses",
      CephNVMeOFGateway: "cephnvmeofgateways",
      CephObjectRealm: "cephobjectrealms",
      CephObjectStore: "cephobjectstores",
      CephObjectStoreUser: "cephobjectstoreusers",
      CephObjectZone: "cephobjectzones",
      CephObjectZoneGroup: "cephobjectzonegroups",
      CephRBDMirror: "cephrbdmirrors",
    }),
    ...crdRefs("csi.ceph.io/v1", "Namespaced", {
      CephConnection: "cephconnections",
      ClientProfile: "clientprofiles",
      ClientProfileMapping: "clientprofilemappings",
      Driver: "drivers",
      OperatorConfig: "operatorconfigs",
    }),
    ...crdRefs("objectbucket.io/v1alpha1", "Namespaced", {
      ObjectBucketClaim: "objectbucketclaims",
    }),
    ...crdRefs("objectbucket.io/v1alpha1", "Cluster", { ObjectBucket: "objectbuckets" }),
  ],
  workloads: [
    { kind: "Deployment", name: "ceph-csi-controller-manager", replicas: 1 },
    { kind: "Deployment", name: "rook-ceph-operator", replicas: 1 },
  ],
};
