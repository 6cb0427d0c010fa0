import { heading, wrap } from "../terminal/layout";
import type { Change } from "./change";
import { summary } from "./compare";
import { detailLines, MARKS } from "./lines";

/** What no comparison without the cluster can see. */
export const BLIND =
  "Not seen: values of secrets, what charts make of their values, and changes that somebody made in the cluster.";

/** A difference as text of at most 80 columns where its words allow. */
export function diffText(stack: string, ref: string, changes: readonly Change[]): string {
  const layers = [...new Set(changes.map(({ layer }) => layer))];
  return [
    heading(`Changes of ${stack} since ${ref}`),
    ...wrap(summary(changes), 0, 2),
    ...layers.flatMap((layer) => [
      "",
      heading(layer),
      ...changes.filter((one) => one.layer === layer).flatMap(changeText),
    ]),
    "",
    ...wrap(BLIND, 0, 0),
    "",
  ].join("\n");
}

function changeText(change: Change): string[] {
  return [
    ...wrap(`${MARKS[change.kind]} ${change.title}`, 2, 6),
    ...change.effects.flatMap(({ text }) => wrap(`! ${text}`, 6, 8)),
    ...detailLines(change).flatMap((line) =>
      MARKED.test(line) ? wrapMarked(line) : wrap(line, 6, 10),
    ),
  ];
}

/** A line of what was or is, or of how much more there is. */
const MARKED = /^([-+…]) /;

/** The same with its mark beside the first word, however long that is. */
const wrapMarked = (line: string): string[] =>
  wrap(line.replace(MARKED, "$1\u00a0"), 8, 10).map((one) => one.replace("\u00a0", " "));
