import type { Violation } from "../../policy/rule";
import type { Change } from "./change";
import { countsOf, type Counts } from "./compare";

/** What `plan --diff --json` prints. */
export interface DiffDocument {
  readonly stack: string;
  /** The commit as it was named. */
  readonly since: string;
  readonly counts: Counts;
  readonly changes: readonly Change[];
  readonly violations: readonly {
    readonly rule: string;
    readonly level: string;
    readonly resource: string;
    readonly reason: string;
  }[];
}

/** A difference as the public document. */
export function diffDocument(
  stack: string,
  since: string,
  changes: readonly Change[],
  violations: readonly Violation[],
): DiffDocument {
  return {
    stack,
    since,
    counts: countsOf(changes),
    changes,
    violations: violations.map(({ rule, resource, reason }) => ({
      rule: rule.name,
      level: rule.level,
      resource: resource.name,
      reason,
    })),
  };
}
