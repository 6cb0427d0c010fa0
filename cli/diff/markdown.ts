import type { Violation } from "../../policy/rule";
import type { Change } from "./change";
import { summary } from "./compare";
import { detailLines, MARKS } from "./lines";
import { BLIND } from "./text";

/** Longest comment that GitHub takes is 65,536 characters; the rest is for what is put around it. */
const LIMIT = 60_000;

/**
 * A difference as Markdown for a comment, of at most {@link LIMIT} characters: the grave first and
 * complete, then as many details as fit.
 */
export function diffMarkdown(
  stack: string,
  ref: string,
  changes: readonly Change[],
  violations: readonly Violation[],
  limit: number = LIMIT,
): string {
  const head = [
    `### \`${stack}\`: ${summary(changes)}`,
    "",
    ...violations.map(
      ({ rule, resource, reason }) =>
        `> **${rule.level}** \`${rule.name}\` on \`${resource.name}\`: ${escape(reason)}; ${escape(rule.remedy)}\n`,
    ),
  ].join("\n");
  const foot = `\n<sub>Against \`${ref}\`, without the cluster. ${BLIND}</sub>\n`;
  let room = limit - head.length - foot.length;
  const body: string[] = [];
  // Room for the line that says what was left out.
  const left = 80;
  for (const [index, change] of changes.entries()) {
    const fits = [detailed(change), brief(change)].find((one) => one.length + left <= room);
    if (fits === undefined) {
      body.push(`\n… and ${String(changes.length - index)} more changes.\n`);
      break;
    }
    body.push(fits);
    room -= fits.length;
  }
  return `${head.slice(0, limit)}${body.join("")}${foot}`;
}

/** A change as one item of a list. */
function brief({ kind, title, effects }: Change): string {
  const what = effects.map(({ kind: effect, text }) =>
    effect === "note" ? escape(text) : `**${escape(text)}**`,
  );
  return `- \`${MARKS[kind]}\` \`${title}\`${what.length === 0 ? "" : `: ${what.join("; ")}`}\n`;
}

/** The same with what differs, folded. */
function detailed(change: Change): string {
  const lines = detailLines(change);
  if (lines.length === 0) return brief(change);
  const text = lines.join("\n");
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const count = change.fields.length;
  return [
    brief(change).trimEnd(),
    `  <details><summary>${String(count)} field${count === 1 ? "" : "s"}</summary>`,
    "",
    `  ${fence}diff`,
    ...lines.map((line) => `  ${line}`),
    `  ${fence}`,
    "  </details>",
    "",
  ].join("\n");
}

/** Text that Markdown and HTML leave as it is. */
const escape = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]]/g, "\\$&")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
