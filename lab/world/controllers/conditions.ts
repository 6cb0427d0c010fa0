import type { KubeObject } from "../../kubernetes/client";

/** A condition as the API's conventions have it. */
export interface Condition {
  readonly type: string;
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime?: string;
}

/** The conditions of a status; none where there is no status yet. */
export function conditionsOf(object: KubeObject): Condition[] {
  return (object.status as { conditions?: Condition[] } | undefined)?.conditions ?? [];
}

/** Whether the object's condition of that type is True. */
export function isTrue(object: KubeObject, type: string): boolean {
  return conditionsOf(object).some((each) => each.type === type && each.status === "True");
}

/**
 * Conditions to write: those of `before` that are not given, and the given ones, which keep the
 * time of their last change if their status does not change.
 */
export function mergeConditions(
  before: readonly Condition[],
  given: readonly Omit<Condition, "lastTransitionTime">[],
): Condition[] {
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const merged = new Map(before.map((each) => [each.type, each]));
  for (const each of given) {
    const old = merged.get(each.type);
    const since = old?.status === each.status ? old.lastTransitionTime : undefined;
    merged.set(each.type, { ...each, lastTransitionTime: since ?? now });
  }
  return [...merged.values()];
}

/** The field of a condition that says which generation of the object it is about. */
export function observed({ metadata }: KubeObject): { observedGeneration?: number } {
  return metadata.generation === undefined ? {} : { observedGeneration: metadata.generation };
}
