import { readFileSync } from "node:fs";
import path from "node:path";
import { labPaths } from "../../../cli/lab/paths";
import type { AccountState } from "../../../lab/cloudflare/model";
import type { LabCommand } from "./lab-command";

/** A resource in the engine's state. */
interface Recorded {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly retainOnDelete?: boolean;
  readonly outputs?: Partial<ClusterObject>;
}

/** An object of the Kubernetes API, as far as it is looked at. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager?: string }[];
  };
  /** Of a Secret. */
  readonly type?: string;
}

/** Resources of the engine's state, and operations of whose end it knows nothing. */
export function engineNotes(
  lab: LabCommand,
  stack: string,
): { readonly resources: readonly Recorded[]; readonly pending: readonly unknown[] } {
  const { backend } = labPaths(stack, lab.folder);
  const file = path.join(backend, ".pulumi", "stacks", "hearth", `${stack}.json`);
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest: { resources?: Recorded[]; pending_operations?: unknown[] } };
  };
  const { resources = [], pending_operations: pending = [] } = checkpoint.latest;
  return { resources, pending };
}

/** What the Cloudflare account holds, by id. */
export function cloudflareIds(lab: LabCommand, stack: string): string[] {
  const file = path.join(labPaths(stack, lab.folder).world, "cloudflare.json");
  const account = JSON.parse(readFileSync(file, "utf8")) as AccountState;
  const { records, tunnels, applications, policies } = account;
  const live = tunnels.filter(({ deleted_at: deleted }) => deleted === null);
  return [...records, ...live, ...applications, ...policies].map(({ id }) => id).sort();
}

/** All objects of the cluster but those that come and go by themselves. */
export async function clusterObjects(lab: LabCommand, stack: string): Promise<ClusterObject[]> {
  const kubectl = async (...args: string[]) => {
    const { code, stdout, stderr } = await lab.run(["kubectl", "--stack", stack, ...args]);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };
  const kinds = await kubectl("api-resources", "--verbs=list", "-o", "name");
  const wanted = kinds
    .split("\n")
    .filter((kind) => kind !== "" && !/^(events|leases)\b/.test(kind));
  const text = await kubectl("get", wanted.join(","), "-A", "-o", "json", "--show-managed-fields");
  return (JSON.parse(text) as { items: ClusterObject[] }).items;
}

/** Whether the engine's Kubernetes plugin gave an object fields on the program's behalf. */
export function isProgrammed({ kind, type, metadata }: ClusterObject): boolean {
  const { annotations = {}, managedFields = [] } = metadata;
  const ofChart =
    "meta.helm.sh/release-name" in annotations ||
    type === "helm.sh/release.v1" ||
    kind === "CustomResourceDefinition";
  return !ofChart && managedFields.some(({ manager = "" }) => manager.startsWith("pulumi"));
}

/** `<kind>.<group> <namespace>/<name>`: what tells objects apart, whatever their version. */
export function nameOf({ apiVersion, kind, metadata }: ClusterObject): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0] ?? ""}` : "";
  return `${kind}${group} ${metadata.namespace ?? ""}/${metadata.name}`;
}

/** What two sides tell of the same things: what only one of them knows. */
interface Difference {
  readonly unknown: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Compares the engine's notes with what is there: nothing may be lost, and nothing be there that
 * the engine does not know, in the cluster and at Cloudflare.
 */
export async function discrepancies(
  lab: LabCommand,
  stack: string,
): Promise<Readonly<Record<"cluster" | "cloudflare" | "state", Difference>>> {
  const { resources } = engineNotes(lab, stack);
  const objects = await clusterObjects(lab, stack);
  const noted = resources.flatMap(({ type, outputs }) =>
    /^kubernetes:(?!helm\.sh)/.test(type) ? [nameOf(outputs as ClusterObject)] : [],
  );
  // A rule of a tunnel is not an object of its own.
  const atCloudflare = resources.flatMap(({ type, id = "" }) =>
    type.startsWith("cloudflare:") && !type.endsWith("CloudflaredConfig") ? [id] : [],
  );
  const urns = resources.map(({ urn }) => urn);
  return {
    cluster: {
      unknown: without(objects.filter(isProgrammed).map(nameOf), noted),
      missing: without(noted, objects.map(nameOf)),
    },
    cloudflare: {
      unknown: without(cloudflareIds(lab, stack), atCloudflare),
      missing: without(atCloudflare, cloudflareIds(lab, stack)),
    },
    state: { unknown: urns.filter((urn, index) => urns.indexOf(urn) !== index), missing: [] },
  };
}

const without = (names: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others);
  return names.filter((name) => !known.has(name)).sort();
};
