import { createHash } from "node:crypto";
import { parse } from "yaml";
import { record } from "../../components/contracts/object";
import type { Change, Effect } from "./change";
import { fieldChanges, type FieldChange } from "./fields";
import { machineEffect } from "./machine-effects";
import { CONFIG, type Machine, type Snapshot, type SnapshotResource } from "./snapshot";

/** The resource that applies a node's config. */
const APPLY = "talos:machine/configurationApply:ConfigurationApply";

/** The resource that registers a schematic; its id decides the installer image. */
const SCHEMATIC = "talos:imageFactory/schematic:Schematic";

const LAYER = "talos";

/** Path of the installer image in a machine config. */
const IMAGE = "machine.install.image";

/** Resources that a node's change tells of, so that nothing is told twice. */
export function belongsToMachine({ type }: Pick<SnapshotResource, "type">): boolean {
  return type === APPLY || type === SCHEMATIC;
}

/** How the nodes of two builds differ: a change a node. */
export function machineChanges(before: Snapshot, after: Snapshot): Change[] {
  const nodes = [...new Set([...before.machines.keys(), ...after.machines.keys()])].sort();
  return nodes.flatMap((node) => machineChange(node, before, after));
}

function machineChange(node: string, before: Snapshot, after: Snapshot): Change[] {
  const old = before.machines.get(node);
  const now = after.machines.get(node);
  const apply = resourceOf(before, node) ?? resourceOf(after, node);
  const common = { title: `node ${node}`, layer: LAYER, name: apply?.name ?? node };
  if (old === undefined) {
    const text = "installs Talos on this machine, over what its system disk holds";
    return [{ ...common, kind: "add", fields: [], effects: [{ kind: "data", text }] }];
  }
  if (now === undefined) {
    return [{ ...common, kind: "remove", fields: [], effects: [removal(apply)] }];
  }
  const { fields, effects } = compareMachines(old, now, before, after);
  const inputs = applyChanges(resourceOf(before, node), resourceOf(after, node));
  const all = [...fields, ...inputs];
  return all.length === 0 && effects.length === 0
    ? []
    : [{ ...common, kind: "change", fields: all, effects }];
}

function compareMachines(old: Machine, now: Machine, before: Snapshot, after: Snapshot) {
  const fields: FieldChange[] = [];
  const effects: Effect[] = [];
  const keys = [...new Set([...old.documents.keys(), ...now.documents.keys()])];
  for (const key of keys) {
    for (const change of fieldChanges(old.documents.get(key), now.documents.get(key))) {
      if (key === CONFIG && change.path === IMAGE) {
        const image = imageChange(text(change.before), text(change.after), before, after);
        fields.push(...image.fields);
        effects.push(...image.effects);
      } else {
        const path = [key === CONFIG ? "" : key, change.path]
          .filter((one) => one !== "")
          .join(": ");
        fields.push({ ...change, path });
        effects.push(machineEffect(key, change.path));
      }
    }
  }
  if (fields.length === 0 && old.digest !== now.digest && old.digest && now.digest) {
    const text =
      "the generated part of its config changes (Kubernetes version or contract): restarts the kubelet and, on a control plane, Kubernetes's components";
    effects.push({ kind: "restart", text });
  }
  return { fields, effects: unique(effects) };
}

/**
 * A changed installer image, told by what changed in it. Talos takes the image itself without a
 * reboot, but what it holds counts only after an upgrade to it, which reboots the node.
 * https://docs.siderolabs.com/talos/v1.12/configure-your-talos-cluster/lifecycle-management/upgrading-talos
 */
function imageChange(oldImage: string, newImage: string, before: Snapshot, after: Snapshot) {
  const [from, to] = [imageParts(oldImage), imageParts(newImage)];
  const fields: FieldChange[] = [];
  const effects: Effect[] = [];
  if (from.schematic !== to.schematic) {
    const changes = fieldChanges(schematicOf(before, from), schematicOf(after, to));
    fields.push(
      ...(changes.length === 0
        ? [{ path: IMAGE, before: oldImage, after: newImage }]
        : changes.map((one) => ({ ...one, path: `image: ${one.path}` }))),
    );
    effects.push({ kind: "reboot", text: schematicEffect(changes.map(({ path }) => path)) });
  }
  if (from.version !== to.version) {
    fields.push({ path: "image: Talos", before: from.version, after: to.version });
    effects.push({ kind: "reboot", text: `reboots this node: upgrade to Talos ${to.version}` });
  }
  if (fields.length === 0) {
    fields.push({ path: IMAGE, before: oldImage, after: newImage });
    effects.push({ kind: "note", text: "the same image from elsewhere; applied without a reboot" });
  }
  return { fields, effects };
}

/** What a schematic holds, by where it stands in it. */
const PARTS = [
  ["customization.extraKernelArgs", "kernel arguments"],
  ["customization.systemExtensions", "extensions"],
  ["overlay", "the overlay"],
] as const;

function schematicEffect(paths: readonly string[]): string {
  const changed = PARTS.filter(([prefix]) => paths.some((path) => path.startsWith(prefix)));
  const parts = changed.length === 0 ? PARTS : changed;
  const what = parts.map(([, name]) => name).join(" and ");
  return `reboots this node: ${what} count only after an upgrade to the new installer image, which \`up\` writes into its config (talosctl upgrade --image)`;
}

/** `factory.example.com/metal-installer/<schematic>:<version>` taken apart. */
function imageParts(image: string): { schematic: string; version: string } {
  const [, schematic = "", version = ""] = /\/([^/:]+):([^/:]+)$/.exec(image) ?? [];
  return { schematic, version };
}

/** What a schematic holds. Its id is the digest of its text. */
function schematicOf(snapshot: Snapshot, { schematic }: { schematic: string }): unknown {
  for (const { type, inputs } of snapshot.resources) {
    if (type !== SCHEMATIC) continue;
    const yaml = text(inputs["schematic"]);
    if (createHash("sha256").update(yaml).digest("hex") === schematic)
      return parse(yaml) as unknown;
  }
  return undefined;
}

function resourceOf({ resources }: Snapshot, node: string): SnapshotResource | undefined {
  return resources.find(({ type, name }) => type === APPLY && name.endsWith(`-config-${node}`));
}

function applyChanges(
  old: SnapshotResource | undefined,
  now: SnapshotResource | undefined,
): FieldChange[] {
  return fieldChanges(old?.inputs, now?.inputs).map((one) => ({
    ...one,
    path: `application: ${one.path}`,
  }));
}

function removal(apply: SnapshotResource | undefined): Effect {
  return record(apply?.inputs["onDestroy"])["reset"] === true
    ? {
        kind: "data",
        text: "wipes the machine's system disk and takes it back to maintenance mode",
      }
    : {
        kind: "note",
        text: "leaves the program and runs on: drain, delete and reset the machine by hand",
      };
}

/** Nodes that run etcd: only their configs say anything of the API server. */
export function controlPlanesOf({ machines }: Snapshot): string[] {
  return [...machines]
    .filter(([, { documents }]) => {
      const cluster = record(documents.get(CONFIG)?.["cluster"]);
      return "apiServer" in cluster || "etcd" in cluster;
    })
    .map(([node]) => node);
}

function unique(effects: readonly Effect[]): Effect[] {
  return [...new Map(effects.map((one) => [one.text, one])).values()];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
