import { isImageApp, type App } from "../app/app";
import type { ClusterSpec } from "../cluster";
import { own } from "../lookup";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import {
  demandOf,
  nodeClassesOf,
  obstacles,
  type Demand,
  type NodeClass,
  type Obstacle,
} from "./support/placement";

/**
 * Some node can run each app: architecture, named node, labels, taints, GPU, USB device, VLANs,
 * memory and processors, together with the app that it must stand beside. The report names the node
 * that comes nearest and what it lacks.
 */
export const appPlacement: Rule = (spec) => {
  const classes = nodeClassesOf(spec);
  if (classes.length === 0) return [];
  const declared = new Set(classes.flatMap(({ labels }) => Object.keys(labels)));
  return Object.entries(spec.apps).flatMap(([name, app]) => {
    if (namesUnknown(spec, app)) return [];
    const demands = [demandOf(app)];
    const near = own(spec.apps, app.scheduling?.near ?? "");
    if (near !== undefined) demands.push(demandOf(near));
    const nearest = nearestClass(demands, classes, declared);
    return nearest === undefined ? [] : [problem(name, nearest, near)];
  });
};

interface Nearest {
  readonly nodes: NodeClass;
  readonly obstacles: readonly Obstacle[];
}

/** The class with the fewest obstacles, a worker before a control plane; undefined where one has none. */
function nearestClass(
  demands: readonly Demand[],
  classes: readonly NodeClass[],
  declared: ReadonlySet<string>,
): Nearest | undefined {
  let best: Nearest | undefined;
  for (const nodes of classes) {
    const found = demands.flatMap((demand) => obstacles(demand, nodes, declared));
    if (found.length === 0) return undefined;
    const better =
      best === undefined ||
      found.length < best.obstacles.length ||
      (found.length === best.obstacles.length &&
        nodes.example.node.role === "worker" &&
        best.nodes.example.node.role === "controlplane");
    if (better) {
      best = { nodes, obstacles: found };
    }
  }
  return best;
}

function problem(
  name: string,
  { nodes, obstacles: found }: Nearest,
  near: App | undefined,
): Problem {
  const beside = near === undefined ? "" : ` beside ${near.name}`;
  return {
    path: at("apps", name),
    message: `no node can run it${beside}: the nearest, ${nodes.example.name}, ${found.map(({ lack }) => lack).join(" and ")}`,
    remedy: [...new Set(found.map(({ remedy }) => remedy))].join(", and "),
  };
}

/** Whether the app names a node, device or VLAN that does not exist, which other rules report. */
function namesUnknown(spec: ClusterSpec, app: App): boolean {
  const node = app.scheduling?.node;
  if (node !== undefined && !Object.hasOwn(spec.nodes, node)) return true;
  if (!isImageApp(app)) return false;
  const usb = app.devices?.usb;
  if (usb !== undefined && Object.values(spec.nodes).every((one) => !Object.hasOwn(one.usb, usb))) {
    return true;
  }
  return Object.keys(app.networks).some((vlan) => !Object.hasOwn(spec.network.vlans, vlan));
}
