import { parseAllDocuments } from "yaml";
import { record } from "../../components/contracts/object";
import type { ClusterSpec } from "../../spec/cluster";
import { isRecord } from "../../spec/record";
import type { Recording } from "../harness/recording";
import { REDACTED } from "../harness/redact";
import { planDocument, type PlannedResource } from "../plan/document";
import { renderFiles, TALOS } from "../render/files";

/** A resource, and what of it the program lets drift. */
export interface SnapshotResource extends PlannedResource {
  /** Fields whose changes are ignored; unknown (empty) for another commit. */
  readonly ignoreChanges: readonly string[];
}

/** What a stack is made of at one commit: what is compared. Secrets are redacted. */
export interface Snapshot {
  readonly resources: readonly SnapshotResource[];
  /** Machine config documents by node, as the patches of all layers make them together. */
  readonly machines: ReadonlyMap<string, Machine>;
}

/** A node's machine config, merged over its layers. */
export interface Machine {
  /** Documents by key: `v1alpha1` for the config itself, else kind and name. */
  readonly documents: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Digest of everything that decides its config, what patches do not show included. */
  readonly digest: string | undefined;
}

/** Key of the config document that has neither kind nor name. */
export const CONFIG = "v1alpha1";

/** The working tree's side. */
export function snapshotOf(spec: ClusterSpec, recording: Recording): Snapshot {
  const ignored = new Map(recording.resources.map((one) => [one.urn, one.ignoreChanges]));
  const { resources, outputs } = planDocument(recording);
  return {
    resources: resources.map((one) => ({ ...one, ignoreChanges: ignored.get(one.urn) ?? [] })),
    machines: machinesOf(renderFiles(spec), outputs),
  };
}

/** Another commit's side, from what its own `plan --json` printed and its `render` wrote. */
export function snapshotFrom(
  plan: Pick<ReturnType<typeof planDocument>, "resources" | "outputs">,
  files: ReadonlyMap<string, string>,
): Snapshot {
  return {
    resources: plan.resources.map((one) => ({ ...one, ignoreChanges: [] })),
    machines: machinesOf(files, plan.outputs),
  };
}

function machinesOf(
  files: ReadonlyMap<string, string>,
  outputs: Readonly<Record<string, unknown>>,
): Map<string, Machine> {
  const digests = record(outputs["machineConfigDigests"]);
  const machines = new Map<string, Machine>();
  for (const [path, text] of files) {
    if (!path.startsWith(`${TALOS}/`)) continue;
    const node = path.slice(TALOS.length + 1).replace(/\.yaml$/, "");
    const digest = digests[node];
    machines.set(node, {
      documents: mergedDocuments(text),
      digest: typeof digest === "string" && digest !== REDACTED ? digest : undefined,
    });
  }
  return machines;
}

/** The documents of a patch stream, those of the same key merged as Talos does: lists add up. */
function mergedDocuments(stream: string): Map<string, Readonly<Record<string, unknown>>> {
  const merged = new Map<string, Readonly<Record<string, unknown>>>();
  for (const document of parseAllDocuments(stream)) {
    const value = record(document.toJS());
    const { apiVersion, kind, name } = value;
    const key =
      typeof kind === "string" ? `${kind}${typeof name === "string" ? ` ${name}` : ""}` : CONFIG;
    if (Object.keys(value).length === 0 && apiVersion === undefined) continue;
    merged.set(key, record(merge(merged.get(key) ?? {}, value)));
  }
  return merged;
}

function merge(under: unknown, over: unknown): unknown {
  if (Array.isArray(under) && Array.isArray(over))
    return [...(under as unknown[]), ...(over as unknown[])];
  if (!isRecord(under) || !isRecord(over)) return over;
  const keys = [...new Set([...Object.keys(under), ...Object.keys(over)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in over ? merge(under[key], over[key]) : under[key]]),
  );
}
