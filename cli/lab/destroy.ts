import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../spec/report";
import { callCli } from "./engine";
import { idsInWorld } from "./made";
import { followed, takeUp, withEngine, type SessionOptions } from "./session";
import { stateOf, type StateResource } from "./state";
import { worldStatus } from "./world-client";
import type { WorldAnswer, WorldRecord } from "./world-record";

/** What a destroy left, and why. */
export interface DestroyReport {
  readonly stack: string;
  /** Resources that were taken away, or let go of. */
  readonly destroyed: number;
  /** Objects that stay in the cluster because the program keeps their data: number by kind. */
  readonly kept: Readonly<Record<string, number>>;
  /** Machines by name; those with `resetOnDestroy` are back in maintenance mode. */
  readonly machines: Readonly<Record<string, string>>;
}

/** How a stack is destroyed. */
export interface DestroyOptions extends SessionOptions {
  /** Lifts every protection first. */
  readonly unprotect: boolean;
}

/**
 * `pulumi destroy` of a stack in the lab, with all that it means in production: what is protected
 * stops it, what is retained stays in the cluster, and only machines that ask for it are wiped. The
 * world lives on.
 *
 * @throws UserError that names what is protected, or with the errors of the engine
 */
export async function labDestroy(options: DestroyOptions): Promise<DestroyReport> {
  const { stack, unprotect } = options;
  return withEngine(options, async (session) => {
    const { engine, world, signal } = session;
    await takeUp(session, options);
    const resources = await stateOf(engine.stack);
    const shielded = resources.filter(({ protect }) => protect === true);
    if (shielded.length > 0) {
      if (!unprotect) throw new UserError(refusal(stack, shielded));
      // The program protects them again with the next up.
      await callCli(engine, "state", "unprotect", "--all", "--yes");
    }
    const destroyed = await followed(
      options,
      `the destroy of ${stack} failed; run it again to go on where it stopped`,
      async (onEvent, progress) => {
        await engine.stack.destroy({ onEvent, parallel: 64, signal });
        return [...progress.steps.values()].filter(({ failed }) => !failed).length;
      },
    );
    const { machines, cluster } = await afterResets(world.record, signal);
    const isGone = cluster === "not bootstrapped";
    // They tell of an up, and lead to a cluster, that are no more.
    rmSync(options.paths.lastRun, { force: true });
    if (isGone) rmSync(options.paths.kubeconfig, { force: true });
    world.keep();
    return {
      stack,
      destroyed,
      kept: isGone ? {} : await keptByKind(resources, world.record, signal),
      machines,
    };
  });
}

/** Longest time that a control plane may take to end whose machines were wiped, in milliseconds. */
const RESET_LIMIT = 30_000;

/** How often it is looked at, in milliseconds. */
const RESET_POLL = 100;

/** The world once a cluster that has lost its machines has ended. */
async function afterResets(record: WorldRecord, signal: AbortSignal): Promise<WorldAnswer> {
  const deadline = Date.now() + RESET_LIMIT;
  for (;;) {
    const status = await worldStatus(record);
    const ending =
      status.cluster !== "not bootstrapped" &&
      Object.values(status.machines).every((phase) => phase === "maintenance");
    if (!ending || Date.now() > deadline) return status;
    await sleep(RESET_POLL, undefined, { signal });
  }
}

function refusal(stack: string, shielded: readonly StateResource[]): string[] {
  return [
    `${stack} is not destroyed, for ${String(shielded.length)} of its resources are protected:`,
    ...shielded.map(({ urn, type }) => `  ${nameOf(urn)} (${type})`),
    "they hold the cluster's keys or data; in production you would lift each one's protection with",
    "pulumi state unprotect, and here all of them with",
    `  npm run lab -- destroy ${stack} --unprotect`,
  ];
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** What the engine let go of and is still there, by kind. */
async function keptByKind(
  resources: readonly StateResource[],
  world: WorldRecord,
  signal: AbortSignal,
): Promise<Record<string, number>> {
  const idOf = await idsInWorld(world, signal);
  const kept: Record<string, number> = {};
  for (const resource of resources) {
    if (resource.retainOnDelete !== true || (await idOf(resource)) === undefined) continue;
    const kind = resource.type.slice(resource.type.lastIndexOf(":") + 1);
    kept[kind] = (kept[kind] ?? 0) + 1;
  }
  return kept;
}

/** A destroy in words, at most 80 columns wide. */
export function destroyText({ stack, destroyed, kept, machines }: DestroyReport): string {
  const entries = Object.entries(machines);
  const running = entries.filter(([, phase]) => phase !== "maintenance");
  return [
    `${stack}: ${String(destroyed)} resources destroyed.`,
    ...(Object.keys(kept).length === 0
      ? []
      : [
          "Kept in the cluster, for they hold data:",
          ...Object.entries(kept).map(([kind, count]) => `  ${String(count)} ${kind}`),
        ]),
    `Machines: ${String(entries.length - running.length)} in maintenance mode, ${String(running.length)} with their config.`,
    ...(running.length === 0
      ? []
      : [
          "A new up has new keys, which these machines refuse: reset them first, or in the",
          "lab take the world away with npm run lab:down.",
        ]),
    "",
  ].join("\n");
}
