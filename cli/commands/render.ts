import { UserError } from "../../spec/report";
import { loadSpec } from "../../stacks";
import { renderFiles } from "../render/files";
import { writeTree } from "../render/write";
import { parse } from "./command";

const USAGE = "npm run render -- <stack> --out DIR";

/** Writes every object, chart value and machine-config patch of a stack as YAML. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(
    argv,
    USAGE,
    { out: { type: "string" } },
    { min: 1, max: 1 },
  );
  const [stack = ""] = positionals;
  if (values.out === undefined) throw new UserError([`--out is missing; usage: ${USAGE}`]);
  const spec = loadSpec(stack);
  const files = renderFiles(spec);
  await writeTree(values.out, files);
  process.stdout.write(`${String(files.size)} files in ${values.out}\n`);
  return 0;
}
