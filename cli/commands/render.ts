import { UserError } from "../../spec/report";
import { loadSpec } from "../../stacks";
import { renderFiles } from "../render/files";
import { writeTree } from "../render/write";
import { parseStack } from "./command";

const USAGE = "npm run render -- <stack> --out DIR";

/** Writes every object, chart value and machine-config patch of a stack as YAML. */
export async function run(argv: readonly string[]): Promise<number> {
  const { stack, values } = parseStack(argv, USAGE, { out: { type: "string" } });
  if (values.out === undefined) throw new UserError([`--out is missing; usage: ${USAGE}`]);
  const spec = loadSpec(stack);
  const files = renderFiles(spec);
  await writeTree(values.out, files);
  process.stdout.write(`${String(files.size)} files in ${values.out}\n`);
  return 0;
}
