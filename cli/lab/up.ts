import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { upFigures, type UpFigures } from "./figures";
import { followed, takeUp, withEngine, type Session, type SessionOptions } from "./session";
import { edgesOf } from "./state";
import { isComplete, labReport, type LabReport } from "./summary";
import { worldStatus } from "./world-client";
import type { WorldAnswer } from "./world-record";

/**
 * Rehearses a stack: tools, world, plugins, the engine's up, and the time that proxies and pods take
 * until every route is answered. The world lives on.
 *
 * @throws UserError with the errors of the engine where the up fails; the world is stopped then
 */
export async function labUp(options: SessionOptions): Promise<LabReport> {
  const { stack, spec, paths } = options;
  return withEngine(options, async (session) => {
    await takeUp(session, options);
    const figures = await up(session, options);
    replaceFile(paths.lastRun, `${JSON.stringify(figures, null, 2)}\n`);
    const state = await settled(session, options);
    if (state.kubeconfig !== undefined) {
      replaceFile(paths.kubeconfig, readFileSync(state.kubeconfig, "utf8"));
    }
    session.world.keep();
    return labReport(stack, spec, state, figures);
  });
}

/**
 * What an up would do, as the engine says it, by operation. Nothing is asked of a machine or a
 * cluster, so the stack may be one that was never up.
 *
 * @throws UserError with the errors of the engine where the preview fails
 */
export async function labPreview(
  options: SessionOptions,
): Promise<Readonly<Record<string, number>>> {
  return withEngine(options, async ({ engine, world, signal }) => {
    const { changeSummary } = await followed(
      options,
      `the preview of ${options.stack} failed`,
      (onEvent) => engine.stack.preview({ onEvent, parallel: 64, signal }),
    );
    await world.release();
    return changeSummary;
  });
}

/**
 * How long what is under way may go on after a resource has failed, in milliseconds. The engine starts
 * nothing new then, but it waits for every step that began, and some wait for minutes for what will
 * not come any more.
 */
const FAILURE_GRACE = 30_000;

async function up({ engine, signal }: Session, options: SessionOptions): Promise<UpFigures> {
  const { stack, output } = options;
  const started = Date.now();
  const stop = new AbortController();
  let grace: NodeJS.Timeout | undefined;
  const onFailure = () => {
    grace ??= setTimeout(() => {
      output.write("stopping what still waits, for something else has failed\n");
      stop.abort();
    }, FAILURE_GRACE);
  };
  const ending = AbortSignal.any([signal, stop.signal]);
  const steps = await followed(
    options,
    `the up of ${stack} failed; run it again to go on where it stopped`,
    async (onEvent, progress) => {
      const watched = (event: EngineEvent) => {
        if (event.resOpFailedEvent !== undefined) onFailure();
        // What is said of steps that were stopped is no reason of the failure.
        if (!ending.aborted || event.diagnosticEvent === undefined) onEvent(event);
      };
      await engine.stack.up({ onEvent: watched, parallel: 64, signal: ending });
      return [...progress.steps.values()];
    },
  ).finally(() => {
    clearTimeout(grace);
  });
  const seconds = (Date.now() - started) / 1000;
  return upFigures(seconds, steps, await edgesOf(engine));
}

/** Longest time that proxies and pods may take after the up until every route is answered, in ms. */
const SETTLE_LIMIT = 60_000;

/** How often they are looked at, in milliseconds. */
const SETTLE_POLL = 500;

/** The world once every route is answered, or as it is when the time is over. */
async function settled(
  { world, signal }: Session,
  { stack, spec }: SessionOptions,
): Promise<WorldAnswer> {
  const deadline = Date.now() + SETTLE_LIMIT;
  for (;;) {
    const state = await worldStatus(world.record);
    const done = state.synced && isComplete(labReport(stack, spec, state, undefined));
    if (done || Date.now() > deadline) return state;
    await sleep(SETTLE_POLL, undefined, { signal });
  }
}

/** Writes a file as a whole, for its owner only. */
function replaceFile(file: string, content: string): void {
  const staged = `${file}.partial`;
  writeFileSync(staged, content, { mode: 0o600 });
  renameSync(staged, file);
}
