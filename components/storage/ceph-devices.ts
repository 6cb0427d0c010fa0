import type { ClusterSpec } from "../../spec/cluster";
import { cephNodesOf, type NamedNode } from "../../spec/queries";

/** Disks of a node as Rook selects them. */
export interface CephStorageNode {
  readonly name: string;
  readonly devices?: readonly { readonly name: string }[];
  readonly deviceFilter?: string;
  readonly devicePathFilter?: string;
}

/**
 * The disks that Rook may take, node by node: by their link or device name, else what the stack's
 * device filter matches. Never all disks of a node.
 * https://rook.io/docs/rook/v1.19/CRDs/Cluster/ceph-cluster-crd/#storage-selection-settings
 *
 * @throws Error where a node's disks are only described by model and the stack has no device filter
 */
export function cephStorageNodes(
  spec: Pick<ClusterSpec, "nodes" | "hardware">,
  deviceFilter: string | undefined,
): CephStorageNode[] {
  return cephNodesOf(spec).map((one) => storageNode(one, deviceFilter));
}

function storageNode({ name, node }: NamedNode, deviceFilter: string | undefined): CephStorageNode {
  const paths = node.ceph.map(({ byId, device }) => (byId === undefined ? device : byIdPath(byId)));
  const devices = paths.flatMap((path) => (path === undefined ? [] : [{ name: path }]));
  if (devices.length === node.ceph.length) return { name, devices };
  if (deviceFilter === undefined) {
    throw new Error(
      `node ${name}: its Ceph disks have neither byId nor device, and storage.ceph has no deviceFilter`,
    );
  }
  return deviceFilter.includes("/")
    ? { name, devicePathFilter: deviceFilter }
    : { name, deviceFilter };
}

function byIdPath(byId: string): string {
  return byId.startsWith("/") ? byId : `/dev/disk/by-id/${byId}`;
}
