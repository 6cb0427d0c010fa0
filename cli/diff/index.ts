import type { Violation } from "../../policy/rule";
import type { ClusterSpec } from "../../spec/cluster";
import type { Recording } from "../harness/recording";
import type { Change } from "./change";
import type { Commit } from "./commit";
import { changeViolations, compareSnapshots } from "./compare";
import { snapshotOf, type Snapshot } from "./snapshot";

export { Commit } from "./commit";
export { diffDocument } from "./document";
export { diffMarkdown } from "./markdown";
export { diffText } from "./text";

/** A stack that is not there. */
const NOTHING: Snapshot = { resources: [], machines: new Map() };

/** What differs between a commit and the working tree, and what of it is forbidden. */
export interface Diff {
  readonly changes: readonly Change[];
  readonly violations: readonly Violation[];
}

/**
 * Compares a stack at a commit with the working tree, without engine, cluster or network.
 *
 * @param commit the other commit's side, which runs beside the working tree's
 * @param allowed names of resources whose loss is meant
 * @throws UserError where the commit is unknown or cannot plan the stack
 */
export async function diffSince(
  commit: Commit,
  spec: ClusterSpec,
  recorded: Promise<Recording>,
  allowed: readonly string[],
): Promise<Diff> {
  const known = recorded.then((recording) => snapshotOf(spec, recording));
  const [then, after] = await Promise.all([commit.snapshot(known), known]);
  const before = then ?? NOTHING;
  const changes = compareSnapshots(before, after);
  return { changes, violations: changeViolations(before, after, changes, new Set(allowed)) };
}
