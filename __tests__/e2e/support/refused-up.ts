/**
 * An up that must fail, without the preview that would come first at a terminal:
 * `node --require tsx/cjs refused-up.ts <request as JSON>` prints what came of it as JSON.
 *
 * A program of its own, as the engine's runtime keeps state in its process.
 */
import type { Stack } from "@pulumi/pulumi/automation";
import { openEngine } from "../../../cli/lab/engine";
import { labPaths } from "../../../cli/lab/paths";
import { providePlugins } from "../../../cli/lab/plugins";
import { loadSpec } from "../../../stacks";

/** What the up is given. */
export interface RefusedUpRequest {
  readonly stack: string;
  /** Lab folder. */
  readonly folder: string;
  /** Base URL of Cloudflare's API. */
  readonly cloudflare: string;
  /** Executables of the lab. */
  readonly tools: { readonly pulumi: string; readonly talos: string };
  /** Values of config keys; others are made up. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Config keys that are not set. */
  readonly without: readonly string[];
}

/** What came of it. */
export interface RefusedUp {
  /** What the engine reports as errors, each once. */
  readonly errors: readonly string[];
  /** Types of the resources in the state, without those that only group or configure. */
  readonly made: readonly string[];
}

const HARMLESS = /^(pulumi:|hearth:)/;

async function stateOf(stack: Stack): Promise<string[]> {
  const { deployment } = (await stack.exportStack()) as {
    deployment: { resources?: { type: string }[] };
  };
  const types = (deployment.resources ?? []).map(({ type }) => type);
  return types.filter((type) => !HARMLESS.test(type));
}

async function main(request: RefusedUpRequest): Promise<void> {
  const paths = labPaths(request.stack, request.folder);
  const { stack, process: engine } = await openEngine({
    stack: request.stack,
    spec: loadSpec(request.stack),
    paths,
    pulumi: request.tools.pulumi,
    endpoints: { cloudflare: request.cloudflare },
    credentials: request.credentials,
  });
  await providePlugins(paths, stack.workspace, request.tools.talos, false);
  for (const key of request.without) await stack.removeConfig(`hearth:${key}`);
  // The Automation API tells an error of the program twice.
  const errors = new Set<string>();
  const failed = await stack
    .up({
      onEvent: ({ diagnosticEvent }) => {
        if (diagnosticEvent?.severity === "error") errors.add(diagnosticEvent.message.trim());
      },
    })
    .then(() => false)
    .catch(() => true);
  if (!failed) throw new Error("the up succeeded");
  engine.close();
  const result: RefusedUp = { errors: [...errors], made: await stateOf(stack) };
  process.stdout.write(JSON.stringify(result));
}

main(JSON.parse(process.argv[2] ?? "") as RefusedUpRequest).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
