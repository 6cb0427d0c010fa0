import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { storageClass } from "./storage-class";

/** Namespace of the driver; every cluster has it, and its pods mount on the nodes. */
const NAMESPACE = "kube-system";

/**
 * csi-driver-nfs with a storage class for each share that names one: a folder of the share for each
 * volume. Undefined where no share does; apps then mount shares inline.
 * https://github.com/kubernetes-csi/csi-driver-nfs/blob/master/docs/driver-parameters.md
 */
export function nfsBundle(
  spec: Pick<ClusterSpec, "storageClasses">,
  nfs: NonNullable<ClusterSpec["storage"]["nfs"]>,
): Bundle | undefined {
  const shares = Object.values(nfs.shares).flatMap(({ path, storageClass: name }) =>
    name === undefined ? [] : [{ path, name }],
  );
  if (shares.length === 0) return undefined;
  return {
    layer: "storage",
    component: "CsiDriverNfs",
    name: "csi-driver-nfs",
    charts: [
      {
        name: "csi-driver-nfs",
        chart: "csi-driver-nfs",
        namespace: NAMESPACE,
        values: { controller: { replicas: 1 } },
        brings: {
          workloads: [
            { kind: "DaemonSet", name: "csi-nfs-node" },
            { kind: "Deployment", name: "csi-nfs-controller", replicas: 1 },
          ],
          provides: shares.map(({ name }) => `storageclass:${name}` as const),
        },
      },
    ],
    objects: shares.map(({ path, name }) =>
      storageClass(spec, name, {
        provisioner: "nfs.csi.k8s.io",
        parameters: { server: nfs.server, share: path },
        mountOptions: [
          `nfsvers=${nfs.version}`,
          "nconnect=16",
          "hard",
          "noatime",
          "timeo=600",
          "retrans=5",
        ],
      }),
    ),
    provides: ["app:csi-driver-nfs"],
  };
}
