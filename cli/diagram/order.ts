import { longestChain } from "../harness/chain";
import { STACK_TYPE, type RecordedResource, type Recording } from "../harness/recording";
import { arrow, box, fit, picture, text, WIDTH } from "./svg";

const MARGIN = 16;
const GAP = 10;
const COLUMNS = 4;
const LABEL = 64;
const HEIGHT = 40;

/** Resources that are built as one: the smallest named component that holds them. */
interface Group {
  readonly name: string;
  readonly layer: string;
  readonly resources: number;
  /** Its first possible step: one more than that of the last group it waits for. */
  readonly step: number;
  readonly chain: boolean;
}

/**
 * The build order: a row is a step, its boxes are built side by side. A box stands in the first row
 * in which everything that it waits for has been built; the longest chain is coloured.
 */
export function orderPicture(recording: Recording): string {
  const groups = groupsOf(recording);
  const parts: string[] = [];
  const width = (WIDTH - 2 * MARGIN - LABEL - (COLUMNS - 1) * GAP) / COLUMNS;
  let y = 48;
  const steps = [...new Set(groups.map(({ step }) => step))].sort((a, b) => a - b);
  steps.forEach((step, index) => {
    const members = groups.filter((one) => one.step === step);
    const rows = Math.ceil(members.length / COLUMNS);
    const height = rows * (HEIGHT + GAP) + GAP;
    parts.push(
      box("zone", MARGIN, y, WIDTH - 2 * MARGIN, height),
      text(MARGIN + 10, y + 30, `step ${String(index + 1)}`, { quiet: true }),
    );
    members.forEach(({ name, layer, resources, chain }, position) => {
      const x = MARGIN + LABEL + (position % COLUMNS) * (width + GAP) - 10;
      const boxY = y + GAP + Math.floor(position / COLUMNS) * (HEIGHT + GAP);
      parts.push(
        box(chain ? "chain" : "box", x, boxY, width, HEIGHT),
        text(x + 10, boxY + 17, fit(name, width - 20), { bold: true }),
        text(x + 10, boxY + 32, fit(`${layer}, ${String(resources)}`, width - 20, 11), {
          quiet: true,
          size: 11,
        }),
      );
    });
    y += height;
    if (index < steps.length - 1) {
      parts.push(
        arrow([
          [MARGIN + 28, y],
          [MARGIN + 28, y + 17],
        ]),
      );
    }
    y += 18;
  });
  const chain = groups.filter((one) => one.chain).length;
  parts.push(
    text(
      MARGIN,
      y + 6,
      `A box shows its layer and how many resources it has. Coloured: the ${String(chain)} boxes of the longest chain.`,
      { quiet: true },
    ),
  );
  return picture(`${recording.stack}: build order`, y + 22, parts);
}

/** Groups in order of step, layer and name. */
function groupsOf({ resources }: Recording): Group[] {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const keyOf = (resource: RecordedResource): string => groupKey(resource, byUrn);
  const real = resources.filter(({ component, type }) => !component && type !== STACK_TYPE);
  const waits = new Map<string, Set<string>>();
  const members = new Map<string, RecordedResource[]>();
  for (const resource of real) {
    const key = keyOf(resource);
    members.set(key, [...(members.get(key) ?? []), resource]);
    const needs = waits.get(key) ?? new Set<string>();
    waits.set(key, needs);
    for (const urn of needsOf(resource)) {
      const needed = byUrn.get(urn);
      if (needed === undefined || needed.type === STACK_TYPE) continue;
      const other = keyOf(needed);
      if (other !== key) needs.add(other);
    }
  }
  const chain = new Set(
    longestChain(resources).flatMap((urn) => {
      const resource = byUrn.get(urn);
      return resource === undefined ? [] : [keyOf(resource)];
    }),
  );
  const depths = depthsOf(resources);
  const ends = new Map(
    [...members].map(([key, own]) => [
      key,
      Math.max(...own.map(({ urn }) => depths.get(urn) ?? 0)),
    ]),
  );
  const steps = stepsOf(waits, ends);
  return [...members]
    .map(([key, own]) => ({
      name: key.slice(key.indexOf("/") + 1),
      layer: key.slice(0, key.indexOf("/")),
      resources: own.length,
      step: steps.get(key) ?? 0,
      chain: chain.has(key),
    }))
    .sort((a, b) => a.step - b.step || compare(a.layer, b.layer) || compare(a.name, b.name));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `layer/name` of the component that a resource belongs to, or its own where it has none. */
function groupKey(
  resource: RecordedResource,
  byUrn: ReadonlyMap<string, RecordedResource>,
): string {
  const parent = resource.parent === null ? undefined : byUrn.get(resource.parent);
  if (parent === undefined || parent.type === STACK_TYPE || parent.layer === "platform") {
    return `${resource.layer}/${resource.name}`;
  }
  return `${parent.layer}/${parent.name}`;
}

/**
 * The first step of every group. Two groups wait for each other where parts of both alternate; then
 * the one that ends first counts as first.
 *
 * @param ends the depth of a group's last resource
 */
function stepsOf(
  waits: ReadonlyMap<string, ReadonlySet<string>>,
  ends: ReadonlyMap<string, number>,
): Map<string, number> {
  const reach = new Map([...waits.keys()].map((key) => [key, reachable(waits, key)]));
  const isAlternating = (key: string, needed: string) => reach.get(needed)?.has(key) === true;
  const endsAfter = (key: string, needed: string) => (ends.get(needed) ?? 0) < (ends.get(key) ?? 0);
  const steps = new Map<string, number>();
  const stepOf = (key: string): number => {
    const known = steps.get(key);
    if (known !== undefined) return known;
    const needs = [...(waits.get(key) ?? [])].filter(
      (needed) => !isAlternating(key, needed) || endsAfter(key, needed),
    );
    const step = Math.max(0, ...needs.map((needed) => stepOf(needed) + 1));
    steps.set(key, step);
    return step;
  };
  for (const key of waits.keys()) stepOf(key);
  return steps;
}

/** Everything that a group waits for, also by way of others. */
function reachable(waits: ReadonlyMap<string, ReadonlySet<string>>, from: string): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const needed of waits.get(key) ?? []) {
      if (found.has(needed)) continue;
      found.add(needed);
      open.push(needed);
    }
  }
  return found;
}

/** What a resource waits for, its provider included. */
function needsOf({ dependsOn, provider }: RecordedResource): readonly string[] {
  const urn = provider?.slice(0, provider.lastIndexOf("::"));
  return urn === undefined ? dependsOn : [...dependsOn, urn];
}

/** How many resources have to be there before each one. */
function depthsOf(resources: readonly RecordedResource[]): Map<string, number> {
  const byUrn = new Map(resources.map((one) => [one.urn, one]));
  const depths = new Map<string, number>();
  const depthOf = (urn: string): number => {
    const known = depths.get(urn);
    if (known !== undefined) return known;
    const resource = byUrn.get(urn);
    const waits = resource === undefined ? [] : needsOf(resource);
    const depth = Math.max(0, ...waits.map((needed) => depthOf(needed) + 1));
    depths.set(urn, depth);
    return depth;
  };
  for (const { urn } of resources) depthOf(urn);
  return depths;
}
