import type { Bundle } from "../contracts/bundle";
import { SYSTEM_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/**
 * The VolSync operator, which saves volumes and fills new claims from what was saved. Its chart
 * keeps the definitions when it is removed.
 * https://volsync.readthedocs.io/en/stable/installation/index.html
 */
export function volsyncBundle(): Bundle {
  return {
    layer: "backup",
    component: "VolSync",
    name: "volsync",
    namespaces: [{ name: SYSTEM_NAMESPACE }],
    charts: [
      {
        name: "volsync",
        chart: "volsync",
        namespace: SYSTEM_NAMESPACE,
        values: {
          manageCRDs: true,
          metrics: { disableAuth: true },
          podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "512Mi" } },
        },
        brings: {
          crds: crdRefs("volsync.backube/v1alpha1", "Namespaced", {
            ReplicationDestination: "replicationdestinations",
            ReplicationSource: "replicationsources",
          }),
          workloads: [{ kind: "Deployment", name: "volsync", replicas: 1 }],
        },
      },
    ],
    provides: ["app:volsync"],
  };
}
