import { at, isObject } from "./values";
import type { Properties, Value } from "./values";

/**
 * The inputs that describe the object as it is now: the old inputs with what has drifted since.
 *
 * A field has drifted if it differs from what it was when the inputs were applied, not if it
 * differs from the inputs: a server writes `0.1` as `100m`, and that is no drift.
 */
export function driftedInputs(
  inputs: Value,
  before: Value | undefined,
  now: Value | undefined,
): Value {
  if (isObject(inputs)) {
    if (!isObject(now)) return now === undefined || now === null ? {} : now;
    const result: Properties = {};
    for (const [key, value] of Object.entries(inputs)) {
      const [was, is] = [at(before, [key]), now[key]];
      if (same(was, is)) result[key] = value;
      else if (is !== undefined) result[key] = driftedInputs(value, was, is);
    }
    return result;
  }
  return same(before, now) ? inputs : (now ?? null);
}

function same(one: Value | undefined, other: Value | undefined): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => same(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => same(one[key], other[key]))
  );
}
