import type { ClusterSpec } from "../../spec/cluster";
import { longestChain } from "../harness/chain";
import { STACK_TYPE, type RecordedResource, type Recording } from "../harness/recording";
import { heading, table, wrap } from "../terminal/layout";
import { clusterSummary } from "./summary";

/** A recording as text of at most 80 columns: the cluster, its layers in order, and the counts. */
export function planText(
  spec: ClusterSpec,
  recording: Recording,
  notes: readonly string[],
): string {
  const resources = recording.resources.filter(({ type }) => type !== STACK_TYPE);
  const names = new Map(resources.map((one) => [one.urn, one.name]));
  return [
    ...clusterSummary(spec),
    ...layersInOrder(resources).flatMap(([layer, members]) => [
      "",
      ...layerText(layer, members, names),
    ]),
    "",
    heading("Outputs"),
    ...outputsText(recording.outputs),
    ...(notes.length === 0
      ? []
      : ["", heading("Notes"), ...notes.flatMap((note) => wrap(`- ${note}`, 0, 2))]),
    "",
    heading("Longest chain"),
    ...chainText(recording.resources, names),
    "",
    ...countsText(resources),
    "",
  ].join("\n");
}

/** Layers with their resources, in the order in which the build first reaches them. */
function layersInOrder(resources: readonly RecordedResource[]): [string, RecordedResource[]][] {
  const layers = new Map<string, RecordedResource[]>();
  for (const resource of resources) {
    const members = layers.get(resource.layer);
    if (members === undefined) layers.set(resource.layer, [resource]);
    else members.push(resource);
  }
  return [...layers];
}

function layerText(
  layer: string,
  members: readonly RecordedResource[],
  names: ReadonlyMap<string, string>,
): string[] {
  const real = members.filter(({ component }) => !component);
  const children = new Map<string, RecordedResource[]>();
  for (const resource of real) {
    const parent = resource.parent ?? "";
    children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  const lines = [heading(`${layer}: ${count(real.length, "resource")}`)];
  for (const component of members.filter((one) => one.component)) {
    const own = children.get(component.urn) ?? [];
    children.delete(component.urn);
    if (own.length === 0) continue;
    lines.push(`  ${component.name} (${shortType(component.type)})`);
    lines.push(...own.flatMap((one) => resourceText(one, names)));
  }
  for (const rest of children.values())
    lines.push(...rest.flatMap((one) => resourceText(one, names)));
  return lines;
}

function resourceText(resource: RecordedResource, names: ReadonlyMap<string, string>): string[] {
  const guard = resource.protect ? " [protected]" : resource.retainOnDelete ? " [retained]" : "";
  const waits = resource.dependsOn.map((urn) => names.get(urn) ?? urn);
  return [
    `    ${resource.name}  ${shortType(resource.type)}${guard}`,
    ...(waits.length === 0 ? [] : wrap(`after ${waits.join(", ")}`, 6, 12)),
  ];
}

/** `kubernetes:apps/v1:Deployment` as `Deployment`. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

function outputsText(outputs: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(outputs).flatMap(([key, value]) => {
    if (typeof value === "object" && value !== null) {
      const rows = Object.entries(value).map(([name, inner]) => [`    ${name}`, String(inner)]);
      return [`  ${key}:`, ...table(rows)];
    }
    return wrap(`${key}: ${String(value)}`, 2, 4);
  });
}

function chainText(
  resources: readonly RecordedResource[],
  names: ReadonlyMap<string, string>,
): string[] {
  const chain = longestChain(resources);
  return wrap(
    `${String(chain.length)} steps: ${chain.map((urn) => names.get(urn) ?? urn).join(" > ")}`,
    2,
    4,
  );
}

function countsText(resources: readonly RecordedResource[]): string[] {
  const real = resources.filter(({ component }) => !component);
  const edges = real.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0);
  const kinds = new Map<string, number>();
  for (const { type } of real) kinds.set(shortType(type), (kinds.get(shortType(type)) ?? 0) + 1);
  const most = [...kinds].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return [
    `${count(real.length, "resource")} in ${count(resources.length - real.length, "component")}, ${count(edges, "edge")}.`,
    ...wrap(most.map(([kind, n]) => `${String(n)} ${kind}`).join(", "), 0, 0),
  ];
}

const count = (n: number, noun: string): string => `${String(n)} ${noun}${n === 1 ? "" : "s"}`;
