import { isObject, isUnknown } from "./values";
import type { Path, Value } from "./values";

/** What happened to one property. */
export interface Change {
  readonly path: Path;
  readonly kind: "add" | "delete" | "update";
}

/**
 * The properties in which two values differ, each by its innermost path.
 *
 * A null is the same as an absent property: the Pulumi SDKs send either for "not given". A new
 * value that is unknown counts as changed, as it may turn out to be anything.
 */
export function changes(
  before: Value | undefined,
  after: Value | undefined,
  path: Path = [],
): Change[] {
  if (absent(before) && absent(after)) return [];
  if (absent(before)) return [{ path, kind: "add" }];
  if (absent(after)) return [{ path, kind: "delete" }];
  if (isUnknown(after)) return [{ path, kind: "update" }];
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      changes(before[index], after[index], [...path, index]),
    ).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changes(before[key], after[key], [...path, key]));
  }
  return before === after ? [] : [{ path, kind: "update" }];
}

function absent(value: Value | undefined): value is null | undefined {
  return value === undefined || value === null;
}

/**
 * True if a path lies at or under a pattern, or a pattern under the path: a whole object that
 * comes or goes takes the properties inside of it along.
 * A pattern is written `spec.selector.matchLabels`; `[*]` stands for any list index.
 */
export function touches(path: Path, pattern: string): boolean {
  const parts = pattern.replaceAll("[*]", ".*").split(".");
  const length = Math.min(parts.length, path.length);
  for (let index = 0; index < length; index++) {
    const part = parts[index];
    const key = path[index];
    if (part === "*" ? typeof key !== "number" : part !== key) return false;
  }
  return true;
}

/** A path in Pulumi's notation, as in `spec.ports[0]` and `metadata.annotations["a.b/c"]`. */
export function formatPath(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}
