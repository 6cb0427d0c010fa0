import type { ClusterSpec } from "../../../spec/cluster";
import type { NamedNode } from "../../../spec/queries";
import type { TalosDocument } from "../canonical";
import { networkDocuments } from "./network";
import { installDisk } from "./selectors";
import { volumeDocuments } from "./volumes";

/**
 * What one node is given: host name, system disk, network, volumes, labels and taints.
 *
 * @throws UserError where the system disk's selector cannot be expressed
 */
export function nodeDocuments(
  spec: Pick<ClusterSpec, "network" | "storage">,
  named: NamedNode,
): TalosDocument[] {
  const { name, node } = named;
  const mounts = kubeletMounts(spec, named);
  const kubelet = {
    ...(mounts.length === 0 ? {} : { extraMounts: mounts }),
    // Only the kubelet itself may set taints on its node, and only when it first registers.
    ...(node.taints.length === 0 ? {} : { extraConfig: { registerWithTaints: node.taints } }),
  };
  return [
    {
      machine: {
        install: installDisk(name, node.systemDisk),
        ...(Object.keys(node.labels).length === 0 ? {} : { nodeLabels: node.labels }),
        ...(Object.keys(kubelet).length === 0 ? {} : { kubelet }),
      },
    },
    // Talos generates a name (`auto: stable`) unless that is turned off in the same document.
    { apiVersion: "v1alpha1", kind: "HostnameConfig", auto: "off", hostname: name },
    ...networkDocuments(spec, named),
    ...volumeDocuments(node),
  ];
}

/**
 * The directory of local volumes, seen by the kubelet with mounts going both ways. A user volume
 * needs none: Talos shows /var/mnt/<name> to the kubelet by itself.
 * https://www.talos.dev/v1.12/kubernetes-guides/configuration/local-storage/
 */
function kubeletMounts(
  { storage }: Pick<ClusterSpec, "storage">,
  { node }: NamedNode,
): Record<string, unknown>[] {
  const { local } = storage;
  if (local === undefined) return [];
  const directory = topDirectory(local.path);
  const backed = Object.keys(node.volumes).some((name) => directory === `/var/mnt/${name}`);
  if (backed) return [];
  const options = ["rbind", "rshared", "rw"];
  return [{ destination: directory, source: directory, type: "bind", options }];
}

/** `/var/mnt/extra/openebs/local` is mounted as `/var/mnt/extra`; another path as it is. */
function topDirectory(path: string): string {
  return /^\/var\/mnt\/[^/]+/.exec(path)?.[0] ?? path;
}
