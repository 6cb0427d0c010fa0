import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { environment } from "../cli/lab/engine";
import { labPaths } from "../cli/lab/paths";
import { frozenProgram, type ExportedResource } from "./frozen-program";
import { processorTime } from "./proc";

/** One preview of a stack that is up in the lab. */
export interface PreviewFigures {
  /** From the start of the engine to its end, with the load of the program. */
  readonly seconds: number;
  /** Time on processors of the program, the engine and its plugins; not of the world. */
  readonly cpuSeconds: number;
  readonly resources: number;
}

/**
 * Child of the bench. Its arguments are a stack that is up in the lab, a file, and what to do:
 * `freeze` writes the state to the file; `program` previews the stack's program; `frozen` previews
 * the empty program with what the file holds.
 */
async function main(stack: string, file: string, what: string): Promise<object> {
  const paths = labPaths(stack);
  const load = (): Record<string, unknown> | Promise<Record<string, unknown>> => {
    if (what === "frozen") {
      return frozenProgram(JSON.parse(readFileSync(file, "utf8")) as readonly ExportedResource[]);
    }
    return (require("../index") as () => Promise<Record<string, unknown>>)();
  };
  const engine = await LocalWorkspace.selectStack(
    { stackName: stack, projectName: "hearth", program: () => Promise.resolve(load()) },
    {
      workDir: paths.workspace,
      pulumiHome: paths.home,
      pulumiCommand: await PulumiCommand.get({ root: join(paths.root, "pulumi") }),
      envVars: environment(paths),
    },
  );
  if (what === "freeze") {
    const { deployment } = (await engine.exportStack()) as {
      readonly deployment: { readonly resources: readonly ExportedResource[] };
    };
    writeFileSync(file, JSON.stringify(deployment.resources), { mode: 0o600 });
    return { resources: deployment.resources.length };
  }
  const started = process.hrtime.bigint();
  const before = cpuSeconds();
  const { changeSummary, stdout } = await engine.preview({ parallel: 64 });
  const figures: PreviewFigures = {
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    cpuSeconds: cpuSeconds() - before,
    resources: changeSummary.same ?? 0,
  };
  const changes = Object.keys(changeSummary).filter((operation) => operation !== "same");
  if (changes.length > 0) throw new Error(`the ${what} preview changes something:\n${stdout}`);
  return figures;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + (processorTime("self")?.children ?? 0);
}

const [stack = "", file = "", what = ""] = process.argv.slice(2);
main(stack, file, what).then(
  (figures) => process.stdout.write(JSON.stringify(figures)),
  (error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  },
);
