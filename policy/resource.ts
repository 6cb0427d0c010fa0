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

/** A field as a record; empty where it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A field as a list; empty where it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field as text; empty where it is none. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
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
  const apiVersion = text(resource.props["apiVersion"]);
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  return `${group}/${kindOf(resource)}`;
}

/** Annotations of a Kubernetes object. */
export function annotationsOf({ props }: Pick<Resource, "props">) {
  return record(record(props["metadata"])["annotations"]);
}

/** The pod that a workload makes, undefined for every other kind. */
export function podSpecOf(resource: Resource): Readonly<Record<string, unknown>> | undefined {
  if (!isKubernetesObject(resource)) return undefined;
  const spec = record(resource.props["spec"]);
  switch (kindOf(resource)) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
    case "Job":
      return record(record(spec["template"])["spec"]);
    case "CronJob":
      return record(record(record(record(spec["jobTemplate"])["spec"])["template"])["spec"]);
    case "Pod":
      return spec;
    default:
      return undefined;
  }
}

/** All containers that a workload makes, init containers first. */
export function containersOf(resource: Resource): Readonly<Record<string, unknown>>[] {
  const pod = podSpecOf(resource) ?? {};
  return [...list(pod["initContainers"]), ...list(pod["containers"])].map(record);
}

/** Type of the resource that a URN names: the last of its chain of types. */
export function typeOfUrn(urn: string): string {
  const chain = urn.split("::")[2] ?? "";
  return chain.slice(chain.lastIndexOf("$") + 1);
}
