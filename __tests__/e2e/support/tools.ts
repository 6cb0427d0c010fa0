import {
  ToolchainError,
  labPrograms,
  lines,
  resolveTools,
  tools,
  type ToolName,
} from "../../../lab/toolchain/index";

type E2eTool = ToolName | keyof ReturnType<typeof labPrograms>;

const VARIABLE = "HEARTH_E2E_TOOLS";

type Answer = { readonly paths: Record<E2eTool, string> } | { readonly missing: string };

/** Gets the tools once, before any end-to-end test; what came of it goes to the tests. */
export default async function globalSetup(): Promise<void> {
  let answer: Answer;
  try {
    const progress = lines((line) => process.stderr.write(`${line}\n`));
    const found = await resolveTools({ ...tools, ...labPrograms() }, { progress });
    const paths = Object.fromEntries(
      Object.entries(found).map(([name, tool]) => [name, tool.path]),
    );
    answer = { paths: paths as Record<E2eTool, string> };
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    answer = { missing: error.message };
  }
  process.env[VARIABLE] = JSON.stringify(answer);
}

/**
 * A suite that needs the lab's tools. Without them it is skipped and says why; in CI it fails,
 * for there nobody reads what was skipped.
 */
export function describeWithTools(
  title: string,
  suite: (paths: Record<E2eTool, string>) => void,
): void {
  const answer = JSON.parse(process.env[VARIABLE] ?? '{"missing":"not resolved"}') as Answer;
  if ("paths" in answer) {
    describe(title, () => suite(answer.paths));
  } else if (process.env.CI) {
    it(title, () => {
      throw new Error(answer.missing);
    });
  } else {
    process.stderr.write(`skipped: ${title}\n${answer.missing}\n`);
    it.skip(`${title} (skipped: ${answer.missing.split("\n")[0] ?? ""})`, () => undefined);
  }
}
