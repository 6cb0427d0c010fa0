import { loadSpec } from "../../stacks";
import { recordStack } from "../harness/record-stack";
import { planDocument } from "../plan/document";
import { planNotes } from "../plan/notes";
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
  process.stdout.write(
    values.json === true
      ? `${JSON.stringify(planDocument(recording), null, 2)}\n`
      : planText(spec, recording, planNotes(spec)),
  );
  return 0;
}
