import type { ClusterSpec } from "../../spec/cluster";
import { savesVolumes } from "../backup";
import type { Bundle } from "../contracts/bundle";
import { SYSTEM_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/** What has to hold before a node is upgraded (tuppr.home-operations.com/v1alpha1). */
interface HealthCheck {
  readonly apiVersion: string;
  readonly kind: string;
  /** In CEL; `status` is the object's. */
  readonly expr: string;
}

/**
 * tuppr, which upgrades Talos one node after another once `up` has written a new version into the
 * nodes' configs, and stops where the cluster is not well. Kubernetes is not its business here: its
 * version stands in the same configs, and every node runs it as soon as it has them.
 *
 * It reaches the Talos API with the credentials that Talos hands to its namespace
 * (`talos.apiAccess`). https://github.com/home-operations/tuppr
 */
export function tupprBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "system",
    component: "Tuppr",
    name: "tuppr",
    namespaces: [{ name: SYSTEM_NAMESPACE }],
    charts: [
      {
        name: "tuppr",
        chart: "tuppr",
        namespace: SYSTEM_NAMESPACE,
        values: {
          replicaCount: 2,
          podSecurityContext: {
            runAsNonRoot: true,
            runAsUser: 65_532,
            fsGroup: 65_532,
            seccompProfile: { type: "RuntimeDefault" },
          },
          resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
        },
        brings: {
          crds: crdRefs("tuppr.home-operations.com/v1alpha1", "Cluster", {
            KubernetesUpgrade: "kubernetesupgrades",
            TalosUpgrade: "talosupgrades",
          }),
          workloads: [{ kind: "Deployment", name: "tuppr", replicas: 2 }],
        },
      },
    ],
    objects: [
      {
        apiVersion: "tuppr.home-operations.com/v1alpha1",
        kind: "TalosUpgrade",
        metadata: { name: "talos" },
        spec: {
          talos: { version: spec.talos.version },
          // A full reboot: a kexec leaves some GPUs and network cards in a state of no use.
          policy: { rebootMode: "powercycle" },
          healthChecks: healthChecks(spec),
        },
      },
    ],
    provides: ["app:tuppr"],
  };
}

/** No node goes while another is gone, Ceph is not whole, or a volume is being saved. */
function healthChecks(spec: ClusterSpec): HealthCheck[] {
  return [
    {
      apiVersion: "v1",
      kind: "Node",
      expr: 'status.conditions.exists(c, c.type == "Ready" && c.status == "True")',
    },
    ...(spec.storage.ceph === undefined
      ? []
      : [
          {
            apiVersion: "ceph.rook.io/v1",
            kind: "CephCluster",
            expr: 'status.ceph.health == "HEALTH_OK"',
          },
        ]),
    ...(savesVolumes(spec)
      ? [
          {
            apiVersion: "volsync.backube/v1alpha1",
            kind: "ReplicationSource",
            expr: 'status.conditions.filter(c, c.type == "Synchronizing").all(c, c.status == "False")',
          },
        ]
      : []),
  ];
}
