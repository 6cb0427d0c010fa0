/** A Kubernetes object as it would stand in YAML. Secrets appear in it only by name. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** The metadata that the objects here set. */
export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** API group of an apiVersion; the core group is the empty text. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? "" : apiVersion.slice(0, slash);
}

/** Groups that Kubernetes itself serves; every other group needs the chart that brings its CRD. */
const BUILT_IN = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** Whether an object is of a kind that a chart has to define first. */
export function isCustom({ apiVersion }: Pick<KubernetesObject, "apiVersion">): boolean {
  return !BUILT_IN.has(groupOf(apiVersion));
}

/** `Kind namespace/name` or `Kind name`, for messages and keys. */
export function describeObject({ kind, metadata }: KubernetesObject): string {
  const place = metadata.namespace === undefined ? "" : `${metadata.namespace}/`;
  return `${kind} ${place}${metadata.name}`;
}

/** A field of an object as a record; empty where it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A field of an object as a list; empty where it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field of an object as text; empty where it is none. A need for an empty name is reported as missing. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The spec of the pods that a workload makes, undefined for every kind that makes none. */
export function podSpecOf({
  kind,
  spec: value,
}: {
  readonly kind: string;
  readonly spec?: unknown;
}): Readonly<Record<string, unknown>> | undefined {
  const spec = record(value);
  switch (kind) {
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

/** All containers of a pod, init containers first. */
export function containersOf(podSpec: Readonly<Record<string, unknown>>) {
  return [...list(podSpec["initContainers"]), ...list(podSpec["containers"])].map(record);
}
