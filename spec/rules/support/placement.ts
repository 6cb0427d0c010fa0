import { isImageApp, type App, type ImageApp } from "../../app/app";
import type { ClusterSpec, HardwareProfile, NodeSpec } from "../../cluster";
import { mebibytes, millicores } from "../../quantity";
import { nodesOf, type NamedNode } from "../../queries";

type Taint = NodeSpec["taints"][number];

/** Nodes that are alike for the scheduler, so that a thousand alike nodes cost as much as one. */
export interface NodeClass {
  /** Never empty. */
  readonly nodes: readonly NamedNode[];
  readonly example: NamedNode;
  readonly taints: readonly Taint[];
  readonly labels: Readonly<Record<string, string>>;
  readonly vlans: ReadonlySet<string>;
  /** What pods may request, in MiB: the machine's memory without what is kept back. */
  readonly memoryMiB: number;
  readonly milliCpus: number;
}

const CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

/** The classes of the nodes, in the order of the stack. */
export function nodeClassesOf(spec: ClusterSpec): NodeClass[] {
  const groups = new Map<string, NamedNode[]>();
  for (const named of nodesOf(spec)) {
    const { node } = named;
    const key = JSON.stringify([
      node.hardware,
      node.role,
      node.labels,
      node.taints,
      Object.keys(node.usb),
      Object.values(node.interfaces ?? {}).map(({ vlans }) => vlans),
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [named]);
    else group.push(named);
  }
  return [...groups.values()].flatMap((nodes) => {
    const [example] = nodes;
    return example === undefined ? [] : [classOf(spec, example, nodes)];
  });
}

/** The taints that keep pods away from a node, that of Kubernetes on control planes included. */
export function hardTaints(spec: ClusterSpec, node: NodeSpec): Taint[] {
  const closed = node.role === "controlplane" && !spec.kubernetes.scheduleOnControlPlanes;
  return [
    ...node.taints.filter(({ effect }) => effect !== "PreferNoSchedule"),
    ...(closed ? [{ key: CONTROL_PLANE, effect: "NoSchedule" as const }] : []),
  ];
}

function classOf(spec: ClusterSpec, example: NamedNode, nodes: readonly NamedNode[]): NodeClass {
  const { node, hardware } = example;
  return {
    nodes,
    example,
    taints: hardTaints(spec, node),
    labels: {
      ...node.labels,
      "kubernetes.io/arch": hardware.architecture,
      "kubernetes.io/os": "linux",
      ...(node.role === "controlplane" ? { [CONTROL_PLANE]: "" } : {}),
    },
    vlans: new Set(Object.values(node.interfaces ?? {}).flatMap(({ vlans }) => vlans)),
    memoryMiB: hardware.memoryMiB - keptMemory(hardware),
    milliCpus: hardware.cpus * 1000 - keptCpu(hardware),
  };
}

function keptMemory({ reserved }: HardwareProfile): number {
  return [reserved.system?.memory, reserved.kubernetes?.memory, reserved.evictionMemory].reduce(
    (sum, size) => sum + (size === undefined ? 0 : mebibytes(size)),
    0,
  );
}

function keptCpu({ reserved }: HardwareProfile): number {
  return [reserved.system?.cpu, reserved.kubernetes?.cpu].reduce(
    (sum, cpu) => sum + (cpu === undefined ? 0 : millicores(cpu)),
    0,
  );
}

/** Why an app cannot run on a class of nodes, and what would do. */
export interface Obstacle {
  readonly lack: string;
  readonly remedy: string;
}

/** What an app asks of its node, worked out once for all classes. */
export interface Demand {
  readonly app: App;
  readonly memoryMiB: number;
  readonly milliCpus: number;
}

/** The demand of an app: its containers together, init containers aside. */
export function demandOf(app: App): Demand {
  if (!isImageApp(app)) return { app, memoryMiB: 0, milliCpus: 0 };
  const containers = [app, ...Object.values(app.sidecars).filter(({ init }) => !init)];
  const requests = containers.map(({ resources }) => resources.requests);
  return {
    app,
    memoryMiB: requests.reduce((sum, { memory }) => sum + mebibytes(memory), 0),
    milliCpus: requests.reduce((sum, { cpu }) => sum + millicores(cpu), 0),
  };
}

/** Everything that keeps an app off a class of nodes; none where it can run there. */
export function obstacles(demand: Demand, nodes: NodeClass, declared: ReadonlySet<string>) {
  const found: Obstacle[] = [];
  const { app } = demand;
  const { architecture } = nodes.example.hardware;
  if (!app.architectures.includes(architecture)) {
    const wanted = app.architectures.join(" or ");
    found.push({
      lack: `is ${architecture} and the images are ${wanted}`,
      remedy: `add an ${wanted} node`,
    });
  }
  const node = app.scheduling?.node;
  if (node !== undefined && nodes.nodes.every(({ name }) => name !== node)) {
    found.push({ lack: `is not ${node}`, remedy: "drop scheduling.node" });
  }
  for (const [key, value] of Object.entries(app.scheduling?.nodeSelector ?? {})) {
    if (hasLabel(nodes, key, value, declared)) continue;
    found.push({
      lack: `lacks the label ${key}=${value}`,
      remedy: "add that label to a node",
    });
  }
  for (const taint of nodes.taints) {
    if (tolerates(app, taint) || isBound(app, nodes)) continue;
    const text = `${taint.key}${taint.value === undefined ? "" : `=${taint.value}`}:${taint.effect}`;
    found.push({
      lack: `has the taint ${text}`,
      remedy: `add scheduling.tolerations for ${taint.key}`,
    });
  }
  if (isImageApp(app)) found.push(...deviceObstacles(app, nodes));
  if (demand.memoryMiB > nodes.memoryMiB) {
    found.push({
      lack: `has ${String(nodes.memoryMiB)} MiB for pods and the app requests ${String(demand.memoryMiB)} MiB`,
      remedy: `lower resources.requests.memory, to at most ${String(nodes.memoryMiB)}Mi in all`,
    });
  }
  if (demand.milliCpus > nodes.milliCpus) {
    found.push({
      lack: `has ${String(nodes.milliCpus)}m CPU for pods and the app requests ${String(demand.milliCpus)}m`,
      remedy: `lower resources.requests.cpu, to at most ${String(nodes.milliCpus)}m in all`,
    });
  }
  return found;
}

function deviceObstacles(app: ImageApp, nodes: NodeClass): Obstacle[] {
  const found: Obstacle[] = [];
  const { gpu, usb } = app.devices ?? {};
  const { node, hardware } = nodes.example;
  if (gpu !== undefined && hardware.gpu !== gpu) {
    found.push({
      lack: `has no ${gpu} GPU`,
      remedy: `add a node whose hardware profile says gpu: "${gpu}"`,
    });
  }
  if (usb !== undefined && !Object.hasOwn(node.usb, usb)) {
    found.push({
      lack: `does not carry the USB device ${usb}`,
      remedy: "add it to the usb of a node",
    });
  }
  for (const vlan of Object.keys(app.networks)) {
    if (nodes.vlans.has(vlan)) continue;
    found.push({
      lack: `does not carry VLAN ${vlan}`,
      remedy: "add it to the vlans of an interface of a node",
    });
  }
  return found;
}

/** Labels that Node Feature Discovery adds at run time, which no spec can know. */
const DISCOVERED = "feature.node.kubernetes.io/";

function hasLabel(
  nodes: NodeClass,
  key: string,
  value: string,
  declared: ReadonlySet<string>,
): boolean {
  if (key === "kubernetes.io/hostname") return nodes.nodes.some(({ name }) => name === value);
  if (key.startsWith(DISCOVERED) && !declared.has(key)) return true;
  return nodes.labels[key] === value;
}

/**
 * Whether the app is bound to these nodes, by name or by a device that they carry. Such an app
 * tolerates their taints without saying so: nothing else could be meant.
 */
function isBound(app: App, nodes: NodeClass): boolean {
  if (!isImageApp(app)) return false;
  const { node } = app.scheduling ?? {};
  if (node !== undefined) return nodes.nodes.some(({ name }) => name === node);
  const usb = app.devices?.usb;
  return usb !== undefined && Object.hasOwn(nodes.example.node.usb, usb);
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
function tolerates(app: App, taint: Taint): boolean {
  return (app.scheduling?.tolerations ?? []).some(
    ({ key, value, effect }) =>
      key === taint.key &&
      (value === undefined || value === (taint.value ?? "")) &&
      (effect === undefined || effect === taint.effect),
  );
}
