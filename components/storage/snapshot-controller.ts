import type { Bundle } from "../contracts/bundle";
import { SYSTEM_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/**
 * The snapshot controller with its definitions. The conversion webhook is off: it only serves groups
 * of snapshots in an old version.
 * https://github.com/piraeusdatastore/helm-charts/tree/main/charts/snapshot-controller
 */
export function snapshotControllerBundle(): Bundle {
  return {
    layer: "storage",
    component: "SnapshotController",
    name: "snapshot-controller",
    namespaces: [{ name: SYSTEM_NAMESPACE }],
    charts: [
      {
        name: "snapshot-controller",
        chart: "snapshot-controller",
        namespace: SYSTEM_NAMESPACE,
        values: {
          controller: {
            replicaCount: 1,
            podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
            securityContext: { allowPrivilegeEscalation: false },
            resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          },
          webhook: { enabled: false },
        },
        brings: {
          crds: [
            ...crdRefs("snapshot.storage.k8s.io/v1", "Namespaced", {
              VolumeSnapshot: "volumesnapshots",
            }),
            ...crdRefs("snapshot.storage.k8s.io/v1", "Cluster", {
              VolumeSnapshotClass: "volumesnapshotclasses",
              VolumeSnapshotContent: "volumesnapshotcontents",
            }),
          ],
          workloads: [{ kind: "Deployment", name: "snapshot-controller", replicas: 1 }],
        },
      },
    ],
    provides: ["app:snapshot-controller"],
  };
}
