import { isRecord } from "../../spec/record";

/** A step of a path: a key, or an element of a list by its name or position. */
type Step = { readonly key: string } | { readonly element: string };

/** How one field differs. */
export interface FieldChange {
  /** Where it stands, e.g. `spec.template.spec.containers[app].image`. */
  readonly path: string;
  /** Undefined where it was not there. */
  readonly before?: unknown;
  /** Undefined where it is gone. */
  readonly after?: unknown;
}

/** Fields by which the elements of a list are known, in Kubernetes's and Talos's lists. */
const NAMES = ["name", "hostname", "path", "key", "mountPath", "port"];

/**
 * The fields in which two values differ, each by its innermost path, in the order of their keys.
 *
 * Elements of lists are compared by their name where they all have one, so that one that is put in
 * front is one addition. A list of plain values is compared as a set; only where it holds the same
 * values in another order is the whole list a change. Null is the same as absent.
 */
export function fieldChanges(before: unknown, after: unknown): FieldChange[] {
  return compare(before ?? undefined, after ?? undefined, []).map(({ steps, ...change }) => ({
    path: pathText(steps),
    ...change,
  }));
}

interface Change {
  readonly steps: readonly Step[];
  readonly before?: unknown;
  readonly after?: unknown;
}

function compare(before: unknown, after: unknown, steps: readonly Step[]): Change[] {
  if (before === undefined && after === undefined) return [];
  if (isRecord(before) && isRecord(after)) return compareRecords(before, after, steps);
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, steps);
  // What comes or goes as a whole is one change: its fields say nothing more.
  return before === after ? [] : [change(steps, before, after)];
}

function compareRecords(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  steps: readonly Step[],
): Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) =>
    compare(before[key] ?? undefined, after[key] ?? undefined, [...steps, { key }]),
  );
}

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  steps: readonly Step[],
): Change[] {
  const name = NAMES.find((one) => namesAll(before, one) && namesAll(after, one));
  if (name !== undefined) return compareNamed(before, after, name, steps);
  if ([...before, ...after].every((one) => !isRecord(one) && !Array.isArray(one))) {
    return compareSets(before, after, steps);
  }
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) =>
    compare(before[index], after[index], [...steps, { element: String(index) }]),
  ).flat();
}

/** Whether every element has the field, with a value of its own. */
function namesAll(list: readonly unknown[], field: string): boolean {
  const names = list.map((one) => (isRecord(one) ? one[field] : undefined));
  const plain = names.every((one) => typeof one === "string" || typeof one === "number");
  return plain && new Set(names).size === names.length;
}

function compareNamed(
  before: readonly unknown[],
  after: readonly unknown[],
  field: string,
  steps: readonly Step[],
): Change[] {
  const byName = (list: readonly unknown[]) =>
    new Map(list.filter(isRecord).map((one) => [String(one[field]), one]));
  const olds = byName(before);
  const news = byName(after);
  const elements = [...new Set([...olds.keys(), ...news.keys()])];
  return elements.flatMap((element) =>
    compare(olds.get(element), news.get(element), [...steps, { element }]),
  );
}

function compareSets(
  before: readonly unknown[],
  after: readonly unknown[],
  steps: readonly Step[],
): Change[] {
  const gone = without(before, after);
  const come = without(after, before);
  if (gone.length === 0 && come.length === 0) {
    const same = before.every((one, index) => one === after[index]);
    return same ? [] : [change(steps, before, after)];
  }
  const at = [...steps, { element: "" }];
  return [
    ...gone.map((one) => change(at, one, undefined)),
    ...come.map((one) => change(at, undefined, one)),
  ];
}

/** The elements of a list that another lacks, each as often as it does. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = [...other];
  return list.filter((one) => {
    const index = left.indexOf(one);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

const change = (steps: readonly Step[], before: unknown, after: unknown): Change => ({
  steps,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

function pathText(steps: readonly Step[]): string {
  return steps
    .map((step, index) => {
      if ("element" in step) return `[${step.element}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(step.key)) return `["${step.key}"]`;
      return index === 0 ? step.key : `.${step.key}`;
    })
    .join("");
}

/** Whether a path lies at or under a dotted prefix without lists. */
export function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`);
}
