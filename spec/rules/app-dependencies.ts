import type { ClusterSpec } from "../cluster";
import { own } from "../lookup";
import { at } from "../report";
import type { Rule } from "./rule";

/** Apps do not wait for one another in a circle. One line a circle, with its members in order. */
export const appDependencies: Rule = (spec) =>
  circlesOf(spec).map((circle) => ({
    path: at("apps", circle[0] ?? "", "dependsOn"),
    message:
      circle.length === 1
        ? "the app waits for itself"
        : `the apps wait for one another: ${[...circle, circle[0]].join(" → ")}`,
    remedy: "remove one of these dependencies",
  }));

/** Depth-first search without recursion, so that a long chain cannot overflow the stack. */
function circlesOf({ apps }: ClusterSpec): string[][] {
  const done = new Set<string>();
  const circles: string[][] = [];
  for (const root of Object.keys(apps)) {
    if (done.has(root)) continue;
    const trail: string[] = [root];
    const position = new Map([[root, 0]]);
    const pending = [needs(apps, root)];
    while (trail.length > 0) {
      const name = trail.at(-1) ?? "";
      const next = pending.at(-1)?.pop();
      if (next === undefined) {
        done.add(name);
        position.delete(name);
        trail.pop();
        pending.pop();
        continue;
      }
      const start = position.get(next);
      if (start !== undefined) circles.push(trail.slice(start));
      else if (!done.has(next)) {
        position.set(next, trail.length);
        trail.push(next);
        pending.push(needs(apps, next));
      }
    }
  }
  return circles;
}

/** Apps that one waits for, last first, since they are taken from the end. */
function needs(apps: ClusterSpec["apps"], name: string): string[] {
  return [...(own(apps, name)?.dependsOn ?? [])].reverse();
}
