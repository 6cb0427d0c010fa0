import { record } from "../../components/contracts/object";
import { compareObjects } from "../../lab/plugins/kubernetes/replace";
import {
  changes,
  formatPath,
  touches,
  type Change as Difference,
} from "../../lab/plugins/shared/diff";
import type { Properties } from "../../lab/plugins/shared/values";
import { shortType } from "../plan/text";
import type { Change, Effect } from "./change";
import { fieldChanges, isUnder } from "./fields";
import { belongsToMachine } from "./machines";
import { changeEffects, isObject, removeEffects, replaceEffects } from "./resource-effects";
import type { Snapshot, SnapshotResource } from "./snapshot";

/** The program's provider changes both in place (components/cluster). */
const MUTABILITY = { configMaps: true, secrets: true };

/** Inputs of other types for which their providers make a new resource. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:helm.sh/v3:Release": ["name", "namespace"],
  "pulumi:providers:kubernetes": ["clusterIdentifier"],
  "random:index/randomPassword:RandomPassword": ["length", "special", "keepers"],
  "random:index/randomBytes:RandomBytes": ["length", "keepers"],
  "talos:machine/secrets:Secrets": ["talosVersion"],
  "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared": ["accountId"],
  "cloudflare:index/dnsRecord:DnsRecord": ["zoneId"],
};

/** What comes and goes with another change and means nothing by itself. */
const PREFIXES = ["hearth:", "pulumi:pulumi:"];

/** How the resources of two builds differ, nodes apart. */
export function resourceChanges(before: Snapshot, after: Snapshot): Change[] {
  const olds = byUrn(before);
  const news = byUrn(after);
  const moved = movedObjects(olds, news);
  return [
    ...[...news.values()].flatMap((now) => {
      const old = olds.get(now.urn);
      if (old !== undefined) return compare(old, now, before, after);
      const from = moved.get(now.urn);
      return from === undefined ? [added(now, after)] : [renamed(from, now)];
    }),
    ...[...olds.values()]
      .filter(({ urn }) => !news.has(urn) && ![...moved.values()].some((one) => one.urn === urn))
      .map((old) => ({
        ...titled(old),
        kind: "remove" as const,
        fields: [],
        effects: removeEffects(old),
      })),
  ];
}

function byUrn({ resources }: Snapshot): Map<string, SnapshotResource> {
  return new Map(
    resources
      .filter((one) => !belongsToMachine(one))
      .filter(
        ({ type }) =>
          type.startsWith("hearth:gates:") || !PREFIXES.some((prefix) => type.startsWith(prefix)),
      )
      .map((one) => [one.urn, one]),
  );
}

/** Objects of the same name under another URN, by the new URN: a rename in the program alone. */
function movedObjects(
  olds: ReadonlyMap<string, SnapshotResource>,
  news: ReadonlyMap<string, SnapshotResource>,
): Map<string, SnapshotResource> {
  const gone = new Map<string, SnapshotResource>();
  for (const old of olds.values()) {
    if (!news.has(old.urn) && isObject(old)) gone.set(titled(old).title, old);
  }
  const moved = new Map<string, SnapshotResource>();
  for (const now of news.values()) {
    const old = olds.has(now.urn) || !isObject(now) ? undefined : gone.get(titled(now).title);
    if (old !== undefined) moved.set(now.urn, old);
  }
  return moved;
}

function renamed(old: SnapshotResource, now: SnapshotResource): Change {
  return {
    ...titled(now),
    kind: "replace",
    fields: [
      { path: "Pulumi name", before: old.name, after: now.name },
      ...fieldChanges(old.inputs, now.inputs),
    ],
    effects: [
      { kind: "replace", text: "another resource to Pulumi: give it an alias of its old name" },
      ...replaceEffects(now).filter(({ kind }) => kind === "data"),
    ],
  };
}

function compare(
  old: SnapshotResource,
  now: SnapshotResource,
  before: Snapshot,
  after: Snapshot,
): Change[] {
  const ignored = now.ignoreChanges;
  const fields = fieldChanges(old.inputs, now.inputs).filter(
    ({ path }) => !ignored.some((prefix) => isUnder(path, prefix)),
  );
  if (fields.length === 0) return [];
  const replaces = replacing(old, now).filter(
    ({ path }) => !ignored.some((pattern) => touches(path, pattern)),
  );
  if (replaces.length === 0) {
    const effects = [...changeEffects(now, fields), ...exposed(now, after, isPublic(old, before))];
    return [{ ...titled(now), kind: "change", fields, effects }];
  }
  const why: Effect = {
    kind: "replace",
    text: `cannot be changed in place: ${replaces.map(({ path }) => formatPath(path)).join(", ")}`,
  };
  return [{ ...titled(now), kind: "replace", fields, effects: [...replaceEffects(now), why] }];
}

/** The differences for which a resource is made anew. */
function replacing(old: SnapshotResource, now: SnapshotResource): readonly Difference[] {
  const olds = old.inputs as Properties;
  const news = now.inputs as Properties;
  if (isObject(now)) return compareObjects(olds, news, MUTABILITY).replaces;
  const fields = REPLACING[now.type] ?? [];
  return changes(olds, news).filter(({ path }) => fields.some((field) => touches(path, field)));
}

function added(now: SnapshotResource, after: Snapshot): Change {
  return { ...titled(now), kind: "add", fields: [], effects: exposed(now, after, false) };
}

/** Says so where something becomes reachable from the Internet. */
function exposed(now: SnapshotResource, after: Snapshot, before: boolean): Effect[] {
  if (before || !isPublic(now, after)) return [];
  return [{ kind: "note", text: "becomes reachable from the Internet" }];
}

/** Whether a route is attached to a gateway that the Internet reaches. */
function isPublic(route: SnapshotResource, { resources }: Snapshot): boolean {
  if (!/Route$/.test(route.type)) return false;
  const refs = record(route.inputs["spec"])["parentRefs"];
  const names = (Array.isArray(refs) ? refs : []).map((ref) => record(ref)["name"]);
  return resources.some(({ type, inputs }) => {
    const { name, labels } = record(inputs["metadata"]);
    const isGateway = type.endsWith(":Gateway") && names.includes(name);
    return isGateway && record(labels)["hearth.dev/exposure"] === "public";
  });
}

/** What people call a resource: an object by its kind and place, everything else by its name. */
function titled({ type, name, layer, inputs }: SnapshotResource) {
  const metadata = record(inputs["metadata"]);
  const place = type.startsWith("kubernetes:helm.sh") ? inputs : metadata;
  const own = typeof place["name"] === "string" ? place["name"] : name;
  const namespace = typeof place["namespace"] === "string" ? `${place["namespace"]}/` : "";
  const kind = type.startsWith("kubernetes:helm.sh") ? "release" : shortType(type);
  return { title: `${kind} ${namespace}${own}`, layer, name };
}
