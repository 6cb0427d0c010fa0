import {
  containersOf as containersOfPod,
  groupOf,
  podSpecOf as podSpecOfKind,
  record,
  text,
} from "../components/contracts/object";

/**
 * A resource as the rules see it: what the engine's policy protocol and the offline plan have in
 * common, so that both run the very same rules.
 */
export interface Resource {
  readonly urn: string;
  /** Type token, e.g. `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  /** URN of the parent, undefined for the stack itself. */
  readonly parent: string | undefined;
  /** Inputs; of a component what it registered as its outputs. */
  readonly props: Readonly<Record<string, unknown>>;
  /** URNs that it waits for. */
  readonly dependencies: readonly string[];
  /** Whether the engine refuses to delete or replace it. */
  readonly protect: boolean;
}

/** Types of the Kubernetes provider that are no object of the API: releases and patches of others. */
const NO_OBJECTS = /^kubernetes:(helm\.sh|kustomize|yaml)/;

/** Whether a resource is an object of the Kubernetes API. */
export function isKubernetesObject({ type }: Pick<Resource, "type">): boolean {
  return type.startsWith("kubernetes:") && !NO_OBJECTS.test(type);
}

/** Whether a resource is a Helm release. */
export function isRelease({ type }: Pick<Resource, "type">): boolean {
  return type === "kubernetes:helm.sh/v3:Release";
}

/** Kind of a Kubernetes object: the end of its type token. */
export function kindOf({ type }: Pick<Resource, "type">): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** `group/Kind` of a Kubernetes object; of the core group `/Kind`. */
export function groupKindOf(resource: Resource): string {
  return `${groupOf(text(resource.props["apiVersion"]))}/${kindOf(resource)}`;
}

/** Annotations of a Kubernetes object. */
export function annotationsOf({ props }: Pick<Resource, "props">) {
  return record(record(props["metadata"])["annotations"]);
}

/** The spec of the pods that a workload makes, undefined for every other resource. */
export function podSpecOf(resource: Resource): Readonly<Record<string, unknown>> | undefined {
  if (!isKubernetesObject(resource)) return undefined;
  return podSpecOfKind({ kind: kindOf(resource), spec: resource.props["spec"] });
}

/** All containers that a workload makes, init containers first. */
export function containersOf(resource: Resource) {
  return containersOfPod(podSpecOf(resource) ?? {});
}

/** Type of the resource that a URN names: the last of its chain of types. */
export function typeOfUrn(urn: string): string {
  const chain = urn.split("::")[2] ?? "";
  return chain.slice(chain.lastIndexOf("$") + 1);
}
