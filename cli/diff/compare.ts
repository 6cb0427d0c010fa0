import { layers } from "../../components/contracts/bundle";
import { lossViolations, memberViolations } from "../../policy/changes";
import type { Violation } from "../../policy/rule";
import type { Change, ChangeKind, EffectKind } from "./change";
import { controlPlanesOf, machineChanges } from "./machines";
import { resourceChanges } from "./resources";
import type { Snapshot } from "./snapshot";

/** What differs between two builds of a stack, in the order of its layers. */
export function compareSnapshots(before: Snapshot, after: Snapshot): Change[] {
  const rank = (layer: string) => (layers as readonly string[]).indexOf(layer);
  return [...machineChanges(before, after), ...resourceChanges(before, after)].sort(
    (a, b) =>
      rank(a.layer) - rank(b.layer) || compareText(a.title, b.title) || compareText(a.name, b.name),
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What of the difference is forbidden.
 *
 * @param allowed names of resources whose loss is meant
 */
export function changeViolations(
  before: Snapshot,
  after: Snapshot,
  changes: readonly Change[],
  allowed: ReadonlySet<string>,
): Violation[] {
  const olds = new Map(before.resources.map((one) => [one.name, one]));
  const losses = changes.flatMap(({ kind, name }) => {
    const old = olds.get(name);
    if (old === undefined || (kind !== "remove" && kind !== "replace")) return [];
    const { urn, type, parent, inputs, dependsOn } = old;
    return [
      {
        kind,
        resource: {
          urn,
          type,
          name,
          parent: parent ?? undefined,
          props: inputs,
          dependencies: dependsOn,
          protect: false,
        },
      },
    ];
  });
  const cluster = before.resources.find(({ type }) => type === "hearth:talos:TalosCluster");
  return [
    ...lossViolations(losses, allowed),
    ...(cluster === undefined
      ? []
      : memberViolations(controlPlanesOf(before), controlPlanesOf(after), cluster)),
  ];
}

/** How many changes there are of each kind, and how many of them have each effect. */
export interface Counts {
  readonly changes: Readonly<Record<ChangeKind, number>>;
  readonly effects: Readonly<Record<EffectKind, number>>;
}

/** The counts of a difference. */
export function countsOf(changes: readonly Change[]): Counts {
  const ofKind = (kind: ChangeKind) => changes.filter((one) => one.kind === kind).length;
  const withEffect = (kind: EffectKind) =>
    changes.filter(({ effects }) => effects.some((one) => one.kind === kind)).length;
  return {
    changes: {
      add: ofKind("add"),
      change: ofKind("change"),
      replace: ofKind("replace"),
      remove: ofKind("remove"),
    },
    effects: {
      note: withEffect("note"),
      restart: withEffect("restart"),
      reboot: withEffect("reboot"),
      replace: withEffect("replace"),
      data: withEffect("data"),
    },
  };
}

/** The counts as one sentence. */
export function summary(changes: readonly Change[]): string {
  if (changes.length === 0) return "No change.";
  const counts = countsOf(changes);
  const parts = [
    ...(["add", "change", "replace", "remove"] as const)
      .filter((kind) => counts.changes[kind] > 0)
      .map((kind) => `${String(counts.changes[kind])} to ${kind}`),
  ];
  const { restart, reboot, data } = counts.effects;
  const grave = [
    ...(restart > 0 ? [`${String(restart)} with restarts`] : []),
    ...(reboot > 0 ? [`${String(reboot)} with a reboot`] : []),
    ...(data > 0 ? [`data at risk in ${String(data)}`] : []),
  ];
  return `${parts.join(", ")}${grave.length === 0 ? "" : `; ${grave.join(", ")}`}.`;
}
