import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callCli, type Engine } from "./engine";
import { idsInWorld, type IdOf } from "./made";
import type { LabPaths } from "./paths";
import type { WorldRecord } from "./world-record";

/** A resource as the engine's state holds it, with secrets encrypted. */
export interface RecordedState {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** An operation that began, and of whose end the engine has no note. */
export interface PendingOperation {
  readonly resource: RecordedState;
  readonly type: string;
}

/** The part of a state that a kill leaves open. */
export interface OpenState {
  readonly manifest?: object;
  readonly resources?: readonly RecordedState[];
  readonly pending_operations?: readonly PendingOperation[];
}

/** What the engine is told of a resource that is there and perhaps not whole: it updates it. */
const UNFINISHED = "the run that worked on it was killed";

/**
 * A state in which nothing is open any more. What was being created and is there is taken in, so
 * that it is neither made twice nor forgotten; the next update completes it. What was being created
 * and is not there is forgotten, and made anew. What was being changed is changed again.
 *
 * The engine itself keeps such operations for ever, as it cannot know which of them were done, and
 * creates anew, which most APIs refuse. `pulumi refresh` asks a person about each.
 */
export async function settle(
  state: OpenState,
  idOf: IdOf,
): Promise<{ readonly state: OpenState; readonly taken: number; readonly dropped: number }> {
  const resources = new Map((state.resources ?? []).map((each) => [each.urn, each]));
  const order = [...(state.resources ?? [])];
  let taken = 0;
  let dropped = 0;
  for (const { type, resource } of state.pending_operations ?? []) {
    const known = resources.get(resource.urn);
    if (type === "updating" && known !== undefined) {
      order[order.indexOf(known)] = unfinished(known);
      resources.set(resource.urn, unfinished(known));
    }
    if (type !== "creating" || known !== undefined) continue;
    const id = await idOf(resource);
    if (id === undefined) {
      dropped++;
      continue;
    }
    const made = unfinished({ ...resource, id, outputs: outputsOf(resource, id) });
    resources.set(resource.urn, made);
    order.push(made);
    taken++;
  }
  return { state: { ...state, resources: order, pending_operations: [] }, taken, dropped };
}

/** Stand-ins until the update gives the real ones; a Kubernetes object has no field `id`. */
function outputsOf({ type, inputs }: RecordedState, id: string): Record<string, unknown> {
  return type.startsWith("kubernetes:") ? { ...inputs } : { ...inputs, id };
}

const unfinished = (resource: RecordedState): RecordedState => ({
  ...resource,
  initErrors: [UNFINISHED],
});

/**
 * Settles what a run left open that was killed; see {@link settle}. Without such a run it reads a
 * file and does nothing.
 *
 * @returns what it did in words, for the user; undefined for nothing
 */
export async function settlePending(
  engine: Engine,
  world: WorldRecord,
  paths: LabPaths,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { name } = engine.stack;
  if (!hasPending(name, paths)) return undefined;
  const { stdout } = await callCli(engine, "stack", "export");
  const exported = JSON.parse(stdout) as { readonly deployment: OpenState };
  const { state, taken, dropped } = await settle(
    exported.deployment,
    await idsInWorld(world, signal),
  );
  const file = join(paths.root, "settled.json");
  try {
    // Its secrets are encrypted, as in the export.
    writeFileSync(file, JSON.stringify({ ...exported, deployment: state }), { mode: 0o600 });
    await callCli(engine, "stack", "import", "--file", file);
  } finally {
    rmSync(file, { force: true });
  }
  return `Taken up from a killed run: ${String(taken)} resources it had made; ${String(dropped)} are made anew`;
}

/** Whether the state in the file backend has open operations. */
function hasPending(stack: string, { backend }: LabPaths): boolean {
  const file = join(backend, ".pulumi", "stacks", "hearth", `${stack}.json`);
  if (!existsSync(file)) return false;
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly checkpoint?: { readonly latest?: OpenState };
  };
  return (checkpoint?.latest?.pending_operations ?? []).length > 0;
}
