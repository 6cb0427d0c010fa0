import { createHash } from "node:crypto";
import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf, type NamedNode } from "../../spec/queries";
import { canonicalStream, parseStream, type TalosDocument } from "./canonical";
import { commonDocuments } from "./config/common";
import { controlPlaneDocuments } from "./config/control-plane";
import { hardwareDocuments } from "./config/hardware";
import { nodeDocuments } from "./config/node";
import { registryAuthDocument } from "./config/registry-auth";
import { redact, REDACTED } from "./redact";

/** A layer of a machine config: later layers win. */
interface Layer {
  readonly name: string;
  readonly documents: readonly TalosDocument[];
}

/** The part of a spec that machine configs are made from. */
export type MachineSpec = Pick<
  ClusterSpec,
  "talos" | "kubernetes" | "network" | "hardware" | "nodes" | "storage"
>;

/** The layers of a node's config, the most general first. */
function layersOf(spec: MachineSpec, named: NamedNode): Layer[] {
  return [
    { name: "common", documents: commonDocuments(spec) },
    ...(named.node.role === "controlplane"
      ? [{ name: "control-plane", documents: controlPlaneDocuments(spec) }]
      : []),
    { name: "hardware", documents: hardwareDocuments(spec, named.hardware) },
    { name: "node", documents: nodeDocuments(spec, named) },
    ...named.node.patches.map((patch) => ({ name: "own", documents: parseStream(patch) })),
  ];
}

function findNode(spec: MachineSpec, name: string): NamedNode {
  const named = nodesOf(spec).find((one) => one.name === name);
  if (named === undefined) throw new TypeError(`no node ${name}`);
  return named;
}

/**
 * The patches of a node, a canonical YAML stream a layer: strategic-merge documents for Talos to
 * apply in this order onto its generated config. They hold no generated secret and no registry
 * password; `render` shows {@link redactedPatches}, in case a hand-written patch holds one.
 *
 * @throws TypeError where the spec has no such node
 * @throws UserError where a disk selector cannot be expressed
 */
export function machinePatches(spec: MachineSpec, node: string): string[] {
  return layersOf(spec, findNode(spec, node)).map(({ documents }) => canonicalStream(documents));
}

/** The patches of a node with registry logins, and with everything that could be secret replaced. */
export function redactedPatches(spec: MachineSpec, node: string): string[] {
  const logins = Object.entries(spec.talos.registryAuth).map(([host, { username }]) =>
    registryAuthDocument(host, username, REDACTED),
  );
  return [
    ...layersOf(spec, findNode(spec, node)).map(({ documents }) =>
      canonicalStream(documents.map(redact)),
    ),
    ...(logins.length === 0 ? [] : [canonicalStream(logins)]),
  ];
}

/**
 * SHA-256 over everything that decides a node's config except its secrets. Plain and known before
 * anything runs, so a preview shows which node changes.
 */
export function machineConfigDigest(spec: MachineSpec, node: string): string {
  const { version } = spec.kubernetes;
  const { contractVersion } = spec.talos;
  return createHash("sha256")
    .update([`${version} ${contractVersion}\n`, ...redactedPatches(spec, node)].join("---\n"))
    .digest("hex");
}

/** {@link machineConfigDigest} of every node, by host name. */
export function machineConfigDigests(spec: MachineSpec): Record<string, string> {
  return Object.fromEntries(
    nodesOf(spec).map(({ name }) => [name, machineConfigDigest(spec, name)]),
  );
}
