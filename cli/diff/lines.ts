import type { Change, ChangeKind } from "./change";
import type { FieldChange } from "./fields";

/** Longest text of a value; what is longer is cut, and says so. */
const LONGEST = 300;

/** Most lines of a text that are shown. */
const MOST_LINES = 20;

/** How a change is marked. */
export const MARKS: Readonly<Record<ChangeKind, string>> = {
  add: "+",
  change: "~",
  replace: "±",
  remove: "-",
};

/** How a field differs, a line each: its path, then what was and what is. */
export function fieldLines({ path, before, after }: FieldChange): string[] {
  if (isText(before) && isText(after)) return [path, ...textLines(before, after)];
  return [
    path,
    ...(before === undefined ? [] : [`- ${valueText(before)}`]),
    ...(after === undefined ? [] : [`+ ${valueText(after)}`]),
  ];
}

/** All lines of a change's fields. */
export function detailLines({ fields }: Change): string[] {
  return fields.flatMap(fieldLines);
}

const isText = (value: unknown): value is string =>
  typeof value === "string" && value.includes("\n");

function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const line = text.replaceAll("\n", "\\n");
  return line.length <= LONGEST
    ? line
    : `${line.slice(0, LONGEST)}… (${String(line.length)} characters)`;
}

/** The lines that a text lost and gained, those of its common start and end left out. */
function textLines(before: string, after: string): string[] {
  const olds = before.split("\n");
  const news = after.split("\n");
  let start = 0;
  while (start < olds.length && start < news.length && olds[start] === news[start]) start++;
  let end = 0;
  const most = Math.min(olds.length, news.length) - start;
  while (end < most && olds[olds.length - 1 - end] === news[news.length - 1 - end]) end++;
  const lines = [
    ...olds.slice(start, olds.length - end).map((line) => `- ${line}`),
    ...news.slice(start, news.length - end).map((line) => `+ ${line}`),
  ].map((line) => (line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`));
  const more = lines.length - MOST_LINES;
  return more <= 0 ? lines : [...lines.slice(0, MOST_LINES), `… ${String(more)} more lines`];
}
