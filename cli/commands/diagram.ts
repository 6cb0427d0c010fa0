import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadSpec } from "../../stacks";
import { diagrams } from "../diagram";
import { recordStack } from "../harness/record-stack";
import { parseStack } from "./command";

const USAGE = "npm run diagram -- <stack> [--out DIR]";

/** Where the pictures of the documents are. */
export const DIAGRAMS = join(__dirname, "..", "..", "docs", "diagrams");

/** Writes the pictures of a stack: its machines, its traffic and its build order. */
export async function run(argv: readonly string[]): Promise<number> {
  const { stack, values } = parseStack(argv, USAGE, { out: { type: "string" } });
  const spec = loadSpec(stack);
  const out = values.out ?? DIAGRAMS;
  const files = diagrams(spec, await recordStack(stack, spec));
  mkdirSync(out, { recursive: true });
  for (const [file, svg] of files) {
    writeFileSync(join(out, file), svg);
    process.stdout.write(`${join(out, file)}\n`);
  }
  return 0;
}
