import type { ClusterSpec } from "../../spec/cluster";
import { UserError } from "../../spec/report";
import { loadSpec } from "../../stacks";
import { recordStack } from "../harness/record-stack";
import type { Recording } from "../harness/recording";
import { planDocument } from "../plan/document";
import { planNotes } from "../plan/notes";
import { checkPolicies, isForbidden, policiesText } from "../plan/policies";
import { planText } from "../plan/text";
import { parseStack } from "./command";

const USAGE =
  "npm run plan -- <stack> [--json] [--diff <git-ref> [--markdown] [--allow <resource>]…]";

const OPTIONS = {
  json: { type: "boolean" },
  diff: { type: "string" },
  markdown: { type: "boolean" },
  allow: { type: "string", multiple: true },
} as const;

/**
 * Prints what would be built, or what would change since a commit.
 *
 * @returns 1 where a mandatory policy does not hold
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { stack, values } = parseStack(argv, USAGE, OPTIONS);
  const { diff, json = false, markdown = false, allow = [] } = values;
  if (diff === undefined && (markdown || allow.length > 0)) {
    throw new UserError([`--markdown and --allow go with --diff; usage: ${USAGE}`]);
  }
  if (json && markdown) throw new UserError([`--json or --markdown; usage: ${USAGE}`]);
  if (diff !== undefined) {
    const form = json ? "json" : markdown ? "markdown" : "text";
    return printDiff(stack, { ref: diff, allow, form });
  }
  const spec = loadSpec(stack);
  return printPlan(spec, await recordStack(stack, spec), json);
}

function printPlan(spec: ClusterSpec, recording: Recording, json: boolean): number {
  const violations = checkPolicies(recording);
  if (json) {
    process.stdout.write(`${JSON.stringify(planDocument(recording), null, 2)}\n`);
    // Standard output stays one document.
    if (violations.length > 0) process.stderr.write(policiesText(violations));
  } else {
    process.stdout.write(planText(spec, recording, planNotes(spec)));
    process.stdout.write(`\n${policiesText(violations)}`);
  }
  return isForbidden(violations) ? 1 : 0;
}

interface DiffOptions {
  readonly ref: string;
  /** Names of resources whose loss is meant. */
  readonly allow: readonly string[];
  readonly form: "text" | "markdown" | "json";
}

async function printDiff(stack: string, { ref, allow, form }: DiffOptions): Promise<number> {
  // Loaded here: a plan alone has no use for it.
  const diff = require("../diff") as typeof import("../diff");
  // The other side begins first: the working tree's keeps this thread busy.
  const commit = new diff.Commit(ref, stack);
  try {
    const spec = loadSpec(stack);
    const recorded = recordStack(stack, spec);
    const { changes, violations: lost } = await diff.diffSince(commit, spec, recorded, allow);
    const violations = [...lost, ...checkPolicies(await recorded)];
    switch (form) {
      case "json": {
        const document = diff.diffDocument(stack, ref, changes, violations);
        process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
        break;
      }
      case "markdown":
        process.stdout.write(diff.diffMarkdown(stack, ref, changes, violations));
        break;
      case "text":
        process.stdout.write(diff.diffText(stack, ref, changes));
        process.stdout.write(`\n${policiesText(violations)}`);
    }
    return isForbidden(violations) ? 1 : 0;
  } finally {
    await commit.close();
  }
}
