import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";

/** Namespace of OpenEBS. */
const NAMESPACE = "openebs";

/**
 * OpenEBS with its hostpath engine only: a directory of the node for each volume. The chart makes
 * the storage class.
 * https://openebs.io/docs/user-guides/local-storage-user-guide/local-pv-hostpath/hostpath-configuration
 */
export function openebsBundle(
  spec: Pick<ClusterSpec, "storageClasses">,
  local: NonNullable<ClusterSpec["storage"]["local"]>,
): Bundle {
  const name = local.storageClass;
  const isDefaultClass = spec.storageClasses.some((one) => one.name === name && one.isDefault);
  return {
    layer: "storage",
    component: "OpenEbs",
    name: "openebs",
    namespaces: [
      {
        name: NAMESPACE,
        podSecurity: "privileged",
        reason: "the provisioner makes directories on the nodes by pods with a host path",
      },
    ],
    charts: [
      {
        name: "openebs",
        chart: "openebs",
        namespace: NAMESPACE,
        values: {
          "localpv-provisioner": {
            localpv: { image: { registry: "quay.io/" }, basePath: local.path },
            hostpathClass: { enabled: true, name, isDefaultClass, basePath: local.path },
            helperPod: { image: { registry: "quay.io/" } },
            analytics: { enabled: false },
          },
          "openebs-crds": { csi: { volumeSnapshots: { enabled: false } } },
          engines: {
            local: { lvm: { enabled: false }, zfs: { enabled: false } },
            replicated: { mayastor: { enabled: false } },
          },
          loki: { enabled: false },
          alloy: { enabled: false },
        },
        brings: {
          workloads: [{ kind: "Deployment", name: "openebs-localpv-provisioner", replicas: 1 }],
          provides: [`storageclass:${name}`],
        },
      },
    ],
    provides: ["app:openebs"],
  };
}
