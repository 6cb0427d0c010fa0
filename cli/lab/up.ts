import { mkdirSync, writeFileSync } from "node:fs";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { inventoryOf } from "../../lab/inventory-from-spec";
import { worldOptionsOf } from "../../lab/options-from-spec";
import { labPrograms, lines, resolveTools, tools, type ResolvedTool } from "../../lab/toolchain";
import type { ClusterSpec } from "../../spec/cluster";
import { UserError } from "../../spec/report";
import { recordStack } from "../harness/record-stack";
import { chartContents } from "./charts";
import { openStack } from "./engine";
import { upFigures, type UpFigures } from "./figures";
import type { LabPaths } from "./paths";
import { providePlugins } from "./plugins";
import { UpProgress } from "./progress";
import { openWorld, type WorldHandle } from "./world-client";
import type { WorldRequest } from "./world-main";

/** Token that the simulated Cloudflare accepts; it opens nothing else. */
const LAB_TOKEN = "lab-cloudflare-token";

/** How an up of the lab is done. */
export interface LabUpOptions {
  readonly stack: string;
  readonly spec: ClusterSpec;
  readonly paths: LabPaths;
  /** Whether official plugins are looked for. */
  readonly official: boolean;
  /** Writes progress. */
  readonly output: NodeJS.WriteStream;
}

/** A finished up. */
export interface LabUpResult {
  readonly world: WorldHandle;
  readonly figures: UpFigures;
}

/**
 * Rehearses a stack: tools, world, plugins, and the engine's up.
 *
 * @throws UserError with the errors of the engine where the up fails; the world is stopped then
 */
export async function labUp(options: LabUpOptions): Promise<LabUpResult> {
  return withEngine(options, async (engine, world) => {
    const figures = await up(engine, options);
    writeFileSync(options.paths.lastRun, `${JSON.stringify(figures, null, 2)}\n`);
    return { world, figures };
  });
}

/**
 * What an up would do, as the engine says it, by operation. Nothing is asked of a machine or a
 * cluster, so the stack may be one that was never up.
 *
 * @throws UserError with the errors of the engine where the preview fails
 */
export async function labPreview(options: LabUpOptions): Promise<Readonly<Record<string, number>>> {
  return withEngine(options, async (engine, world) => {
    const { changeSummary } = await followed(
      options,
      `the preview of ${options.stack} failed`,
      (onEvent) => engine.preview({ onEvent, parallel: 64 }),
    );
    await world.release();
    return changeSummary;
  });
}

/** Which Kubernetes answers, and whether it is the one that the stack runs. */
export function kubernetesText(stack: string, server: string): string {
  return stack === `v${server}`
    ? `Kubernetes: ${stack}, as in the stack`
    : `Kubernetes: v${server}, in place of the stack's ${stack}`;
}

/** So many errors are told; what one trouble does to many resources is clear by then. */
const TOLD_ERRORS = 10;

/** The errors that a reader is told, each with its first lines. */
export function errorLines(errors: readonly string[]): string[] {
  const told = errors.slice(0, TOLD_ERRORS).map((text) => text.split("\n").slice(0, 12).join("\n"));
  const rest = errors.length - told.length;
  return rest === 0 ? told : [...told, `and ${String(rest)} more, which the lines above name`];
}

type Engine = Awaited<ReturnType<typeof openStack>>;

/** Gets tools, world and plugins, and lets the engine do something; a failure stops the world. */
async function withEngine<T>(
  options: LabUpOptions,
  work: (engine: Engine, world: WorldHandle) => Promise<T>,
): Promise<T> {
  const { stack, spec, paths, output } = options;
  mkdirSync(paths.root, { recursive: true, mode: 0o700 });
  const say = (line: string) => output.write(`${line}\n`);
  say("Tools");
  const found = await resolveTools({ ...tools, ...labPrograms() }, { progress: lines(say) });
  const executables = Object.fromEntries(
    Object.entries(found).map(([name, tool]) => [name, tool.path]),
  );
  say(kubernetesText(spec.kubernetes.version, found["kube-apiserver"].version));
  const world = await openWorld(paths, worldRequest(spec, executables), (message) => {
    if (message.type === "warning") say(`world: ${message.text}`);
  });
  const interrupt = () => {
    say("\nstopping the simulated world");
    void world.release().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    writeFileSync(paths.charts, JSON.stringify(chartContents(spec)));
    const engine = await openStack({
      stack,
      spec,
      paths,
      pulumi: path(found, "pulumi"),
      endpoints: world.record.endpoints,
      credentials: { cloudflareApiToken: LAB_TOKEN },
    });
    const plugins = await providePlugins(
      paths,
      engine.workspace,
      path(found, "pulumi-resource-talos"),
      options.official,
    );
    say(`Plugins: ${plugins.map(({ name, kind }) => `${name} (${kind})`).join(", ")}`);
    say(
      `World: ${Object.keys(spec.nodes).length.toString()} machines on loopback; stop it with npm run lab:down`,
    );
    // A run that was killed leaves its lock; none is alive, or the world would not be ours.
    await engine.cancel().catch(() => undefined);
    return await work(engine, world);
  } catch (error) {
    await world.release();
    throw error;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

/**
 * How long what is under way may go on after a resource has failed, in milliseconds. The engine starts
 * nothing new then, but it waits for every step that began, and some wait for minutes for what will
 * not come any more.
 */
const FAILURE_GRACE = 30_000;

async function up(engine: Engine, options: LabUpOptions): Promise<UpFigures> {
  const { stack, spec, output } = options;
  const started = Date.now();
  const stop = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const onFailure = () => {
    grace ??= setTimeout(() => {
      output.write("stopping what still waits, for something else has failed\n");
      stop.abort();
    }, FAILURE_GRACE);
  };
  const steps = await followed(
    options,
    `the up of ${stack} failed; run it again to go on where it stopped`,
    async (onEvent, progress) => {
      const watched = (event: EngineEvent) => {
        if (event.resOpFailedEvent !== undefined) onFailure();
        // What is said of steps that were stopped is no reason of the failure.
        if (!stop.signal.aborted || event.diagnosticEvent === undefined) onEvent(event);
      };
      await engine.up({ onEvent: watched, parallel: 64, signal: stop.signal });
      return [...progress.steps.values()];
    },
  ).finally(() => {
    clearTimeout(grace);
  });
  const seconds = (Date.now() - started) / 1000;
  const { resources } = await recordStack(stack, spec);
  return upFigures(seconds, steps, resources);
}

/** Shows the engine's work, and tells its errors under a title. */
async function followed<T>(
  { output }: LabUpOptions,
  title: string,
  work: (onEvent: (event: EngineEvent) => void, progress: UpProgress) => Promise<T>,
): Promise<T> {
  const progress = new UpProgress(output);
  try {
    return await work((event) => {
      progress.handle(event);
    }, progress);
  } catch (error) {
    if (progress.errors.length === 0) throw error;
    throw new UserError([title, ...errorLines(progress.errors)]);
  } finally {
    progress.finish();
  }
}

/**
 * What the world of a stack is asked to simulate.
 *
 * @param executables paths of the lab's tools by name
 */
export function worldRequest(
  spec: ClusterSpec,
  executables: Readonly<Record<string, string>>,
): Omit<WorldRequest, "dir" | "worldFile"> {
  const zone = spec.ingress.cloudflare?.zone ?? spec.domain;
  return {
    inventory: inventoryOf(spec),
    options: {
      ...worldOptionsOf(spec),
      tools: executables,
      cloudflare: { zones: [zone], token: LAB_TOKEN },
    },
  };
}

function path(found: Record<string, ResolvedTool>, name: string): string {
  const tool = found[name];
  if (tool === undefined) throw new TypeError(`the toolchain has no ${name}`);
  return tool.path;
}
