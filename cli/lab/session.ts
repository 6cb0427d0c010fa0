import { mkdirSync, writeFileSync } from "node:fs";
import { CommandError, type EngineEvent } from "@pulumi/pulumi/automation";
import { claim, type Claim } from "../../lab/supervisor/claim";
import { labPrograms, lines, resolveTools, tools, type ResolvedTool } from "../../lab/toolchain";
import type { ClusterSpec } from "../../spec/cluster";
import { UserError } from "../../spec/report";
import { chartContents } from "./charts";
import { openEngine, type Engine } from "./engine";
import { Interruption } from "./interruption";
import type { LabPaths } from "./paths";
import { settlePending } from "./pending";
import { providePlugins } from "./plugins";
import { UpProgress } from "./progress";
import { openWorld, type WorldHandle } from "./world-client";
import { LAB_TOKEN, worldRequest } from "./world-request";

/** What a command of the lab works on. */
export interface SessionOptions {
  readonly stack: string;
  readonly spec: ClusterSpec;
  readonly paths: LabPaths;
  /** Whether official plugins are looked for. */
  readonly official: boolean;
  /** Writes progress. */
  readonly output: NodeJS.WriteStream;
  /** The command line that does the same again. */
  readonly again: string;
}

/** The engine at work in the world of a stack. */
export interface Session {
  readonly engine: Engine;
  readonly world: WorldHandle;
  /** Aborted when the command is asked to end; an engine's operation takes it. */
  readonly signal: AbortSignal;
}

/**
 * Gets tools, world and plugins, and lets the engine do something. A failure stops a world that was
 * started for it. Whatever an earlier command left that was killed, is ended and taken up.
 *
 * @throws UserError where another command works on the stack, or with the errors of the engine
 * @throws Interrupted (see interruption.ts) where a signal ended it; the engine has noted by then what it has done
 */
export async function withEngine<T>(
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { paths, output, again } = options;
  const held = claimStack(options.stack, paths);
  try {
    mkdirSync(paths.root, { recursive: true, mode: 0o700 });
    const say = (line: string) => output.write(`${line}\n`);
    say("Tools");
    const found = await resolveTools({ ...tools, ...labPrograms() }, { progress: lines(say) });
    say(kubernetesText(options.spec.kubernetes.version, found["kube-apiserver"].version));
    const interruption = new Interruption(() => {
      say("\nstopping: what has begun is brought to its end; Ctrl-C again ends it at once");
    });
    try {
      return await withWorld(options, found, interruption, work);
    } catch (error) {
      throw interruption.signal.aborted
        ? interruption.error(`stopped; ${again} goes on from here`)
        : error;
    } finally {
      interruption.close();
    }
  } finally {
    held.release();
  }
}

/**
 * Claims a stack for this command.
 *
 * @throws UserError where another one works on it
 */
export function claimStack(stack: string, paths: LabPaths): Claim {
  const held = claim(paths.commandClaim);
  if ("release" in held) return held;
  throw new UserError([
    `another command works on ${stack} in the lab (process ${String(held.pid)}); wait for its end, or stop it with Ctrl-C`,
  ]);
}

/** Which Kubernetes answers, and whether it is the one that the stack runs. */
export function kubernetesText(stack: string, server: string): string {
  return stack === `v${server}`
    ? `Kubernetes: ${stack}, as in the stack`
    : `Kubernetes: v${server}, in place of the stack's ${stack}`;
}

type Found = Record<string, ResolvedTool>;

async function withWorld<T>(
  options: SessionOptions,
  found: Found,
  interruption: Interruption,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { spec, paths, output } = options;
  const executables = Object.fromEntries(
    Object.entries(found).map(([name, tool]) => [name, tool.path]),
  );
  const world = await openWorld(
    paths,
    worldRequest(spec, executables),
    (message) => {
      if (message.type === "warning") output.write(`world: ${message.text}\n`);
    },
    interruption.signal,
  );
  try {
    return await inWorld(options, found, world, interruption, work);
  } catch (error) {
    await world.release();
    throw error;
  }
}

async function inWorld<T>(
  options: SessionOptions,
  found: Found,
  world: WorldHandle,
  interruption: Interruption,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { stack, spec, paths, output } = options;
  const { signal } = interruption;
  writeFileSync(paths.charts, JSON.stringify(chartContents(spec)));
  const engine = await openEngine({
    stack,
    spec,
    paths,
    pulumi: path(found, "pulumi"),
    endpoints: world.record.endpoints,
    credentials: { cloudflareApiToken: LAB_TOKEN },
  }).catch(rethrow);
  interruption.onImpatience = () => {
    engine.process.kill();
  };
  try {
    const plugins = await providePlugins(
      paths,
      engine.stack.workspace,
      path(found, "pulumi-resource-talos"),
      options.official,
    );
    output.write(
      `Plugins: ${plugins.map(({ name, kind }) => `${name} (${kind})`).join(", ")}\n` +
        `World: ${String(Object.keys(spec.nodes).length)} machines on loopback; stop it with npm run lab:down\n`,
    );
    signal.throwIfAborted();
    const result = await work({ engine, world, signal });
    signal.throwIfAborted();
    return result;
  } finally {
    engine.process.close();
  }
}

/** Takes up what a run left open that was killed, and says so. */
export async function takeUp(
  { engine, world, signal }: Session,
  { paths, output }: SessionOptions,
): Promise<void> {
  const text = await settlePending(engine, world.record, paths, signal);
  if (text !== undefined) output.write(`${text}\n`);
}

/** Shows the engine's work, and tells its errors under a title. */
export async function followed<T>(
  { output }: SessionOptions,
  title: string,
  work: (onEvent: (event: EngineEvent) => void, progress: UpProgress) => Promise<T>,
): Promise<T> {
  const progress = new UpProgress(output);
  try {
    return await work((event) => {
      progress.handle(event);
    }, progress);
  } catch (error) {
    if (progress.errors.length === 0) return rethrow(error, title);
    throw new UserError([title, ...errorLines(progress.errors)]);
  } finally {
    progress.finish();
  }
}

/** So many errors are told; what one trouble does to many resources is clear by then. */
const TOLD_ERRORS = 10;

/** The errors that a reader is told, each with its first lines. */
export function errorLines(errors: readonly string[]): string[] {
  const told = errors.slice(0, TOLD_ERRORS).map((text) => text.split("\n").slice(0, 12).join("\n"));
  const rest = errors.length - told.length;
  return rest === 0 ? told : [...told, `and ${String(rest)} more, which the lines above name`];
}

/** An error of the engine's own as one for the user: its words, and no trace of this program. */
function rethrow(error: unknown, title = "the engine failed"): never {
  if (!(error instanceof CommandError)) throw error;
  const { commandResult } = error as unknown as { commandResult: { readonly stderr: string } };
  const words = commandResult.stderr.trim().split("\n");
  throw new UserError([title, ...words.slice(0, 12)]);
}

function path(found: Found, name: string): string {
  const tool = found[name];
  if (tool === undefined) throw new TypeError(`the toolchain has no ${name}`);
  return tool.path;
}
