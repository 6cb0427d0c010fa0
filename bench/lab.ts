import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { UpFigures } from "../cli/lab/figures";
import { LAB_ROOT, labPaths } from "../cli/lab/paths";

/** The figures of every rehearsal that this computer remembers, by stack. */
export function lastRuns(root: string = LAB_ROOT): Record<string, UpFigures> {
  if (!existsSync(root)) return {};
  return Object.fromEntries(
    readdirSync(root)
      .map((stack) => [stack, labPaths(stack, root).lastRun] as const)
      .filter(([, file]) => existsSync(file))
      .map(([stack, file]) => [stack, JSON.parse(readFileSync(file, "utf8")) as UpFigures]),
  );
}
