import { loadSpec } from "../../stacks";
import { recordStack } from "../harness/record-stack";
import { planDocument } from "../plan/document";
import { planNotes } from "../plan/notes";
import { checkPolicies, isForbidden, policiesText } from "../plan/policies";
import { planText } from "../plan/text";
import { parse } from "./command";

const USAGE = "npm run plan -- <stack> [--json]";

/** Prints what would be built. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(
    argv,
    USAGE,
    { json: { type: "boolean" } },
    { min: 1, max: 1 },
  );
  const [stack = ""] = positionals;
  const spec = loadSpec(stack);
  const recording = await recordStack(stack, spec);
  const violations = checkPolicies(recording);
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify(planDocument(recording), null, 2)}\n`);
    // Standard output stays one document.
    if (violations.length > 0) process.stderr.write(policiesText(violations));
  } else {
    process.stdout.write(planText(spec, recording, planNotes(spec)));
    process.stdout.write(`\n${policiesText(violations)}`);
  }
  return isForbidden(violations) ? 1 : 0;
}
