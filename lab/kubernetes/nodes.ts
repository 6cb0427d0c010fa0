/**
 * The nodes of the cluster, one for each machine that has joined: what the kubelet would register.
 */
import { ApiError, type KubeClient, type KubeObject, type Resource } from "./client";

/** A machine that joined the cluster, as the Talos simulator tells it. */
export interface Member {
  /** Its host name, and so the name of its Node. */
  readonly name: string;
  /** Name of the machine in the inventory. @default the host name */
  readonly machine?: string;
  readonly role: "controlplane" | "worker";
  readonly address: string;
  readonly architecture: "amd64" | "arm64";
  /** From the machine config: `machine.nodeLabels`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** From the machine config: `machine.nodeTaints` and `register-with-taints`. */
  readonly taints?: readonly Taint[];
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly schematic?: string;
  readonly talosVersion?: string;
  readonly kubeletVersion?: string;
  readonly maxPods?: number;
}

/** A taint of a node. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

const nodes: Resource = { group: "", version: "v1", plural: "nodes" };

/** Memory, in MiB, that the operating system and the kubelet keep from pods. */
const RESERVED_MIB = 300;

/** The Node that a member registers, without its status. */
export function nodeOf(member: Member): KubeObject {
  const controlPlane = member.role === "controlplane";
  const role = "node-role.kubernetes.io/control-plane";
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: member.name,
      labels: {
        "kubernetes.io/arch": member.architecture,
        "kubernetes.io/hostname": member.name,
        "kubernetes.io/os": "linux",
        ...(controlPlane ? { [role]: "" } : {}),
        ...member.labels,
      },
      annotations: {
        "networking.talos.dev/self-ips": member.address,
        ...(member.schematic === undefined
          ? {}
          : { "extensions.talos.dev/schematic": member.schematic }),
      },
    },
    spec: { taints: member.taints ?? [] },
  };
}

/** What the kubelet reports besides conditions, which kwok plays. */
export function nodeStatusOf(member: Member, kubernetesVersion: string): object {
  const resources = (memoryMiB: number): object => ({
    cpu: String(member.cpus),
    memory: `${memoryMiB}Mi`,
    pods: String(member.maxPods ?? 110),
    "ephemeral-storage": "100Gi",
  });
  return {
    capacity: resources(member.memoryMiB),
    allocatable: resources(Math.max(member.memoryMiB - RESERVED_MIB, 0)),
    addresses: [
      { type: "InternalIP", address: member.address },
      { type: "Hostname", address: member.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: member.architecture,
      operatingSystem: "linux",
      osImage: `Talos (${member.talosVersion ?? "simulated"})`,
      kubeletVersion: member.kubeletVersion ?? `v${kubernetesVersion}`,
      kubeProxyVersion: "",
      containerRuntimeVersion: "containerd://2.1.6",
      kernelVersion: "6.18.0-talos",
      machineID: "",
      systemUUID: "",
      bootID: "",
    },
  };
}

/**
 * Registers members that have no Node yet and removes the Nodes of those that left.
 * An existing Node is left as it is: labels and taints are the cluster's own after registration.
 *
 * @throws ApiError
 */
export async function syncNodes(
  client: KubeClient,
  members: readonly Member[],
  kubernetesVersion: string,
): Promise<void> {
  const { items } = await client.list(nodes);
  const existing = new Map(items.map((node) => [node.metadata.name, node]));
  for (const member of members) {
    const known = existing.get(member.name);
    existing.delete(member.name);
    const status = known?.status as { nodeInfo?: { kubeletVersion?: string } } | undefined;
    // One that was registered when the lab crashed may still lack its status.
    if (status?.nodeInfo?.kubeletVersion) continue;
    const node = known ?? (await register(client, member));
    await client.patchStatus(nodes, node, nodeStatusOf(member, kubernetesVersion));
  }
  for (const name of existing.keys()) await client.delete(nodes, name);
}

async function register(client: KubeClient, member: Member): Promise<KubeObject> {
  try {
    return await client.create(nodes, nodeOf(member));
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== "AlreadyExists") throw error;
    return client.get(nodes, member.name);
  }
}
