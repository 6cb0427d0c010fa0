import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { cephClusterBundle } from "./ceph-cluster";
import { nfsBundle } from "./nfs";
import { openebsBundle } from "./openebs";
import { rookOperatorBundle } from "./rook-operator";
import { snapshotControllerBundle } from "./snapshot-controller";

/** Everything that makes volumes: Ceph, local volumes, NFS and snapshots, as far as the stack has them. */
export function storageBundles(spec: ClusterSpec): Bundle[] {
  const { ceph, local, nfs } = spec.storage;
  const nfsDriver = nfs === undefined ? undefined : nfsBundle(spec, nfs);
  return [
    ...(ceph === undefined
      ? []
      : [snapshotControllerBundle(), rookOperatorBundle(ceph), cephClusterBundle(spec, ceph)]),
    ...(local === undefined ? [] : [openebsBundle(spec, local)]),
    ...(nfsDriver === undefined ? [] : [nfsDriver]),
  ];
}
