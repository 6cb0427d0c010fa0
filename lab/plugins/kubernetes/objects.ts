import { createHash, randomBytes } from "node:crypto";
import {
  asArray,
  asObject,
  asString,
  renameKeys,
  isUnknown,
  outputSecrets,
  without,
} from "../shared/values";
import type { Bag, Path, Properties, Value } from "../shared/values";
import type { KubeObject } from "./api";

/** Where the state keeps who applied the object; the official provider uses the same key. */
const FIELD_MANAGER = "__fieldManager";
const INITIAL_API_VERSION = "__initialApiVersion";

/** What an object's type token and definition say that it is. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The API version and kind of a type token: `kubernetes:core/v1:Pod` is a `v1` `Pod`,
 * `kubernetes:apps/v1:DeploymentPatch` is about a `Deployment`.
 */
export function identityOf(type: string, inputs: Properties = {}): Identity {
  const [, version = "", token = ""] = type.split(":");
  return {
    apiVersion: asString(inputs["apiVersion"]) ?? version.replace(/^core\//, ""),
    kind: asString(inputs["kind"]) ?? (token.endsWith("Patch") ? token.slice(0, -5) : token),
  };
}

/** True if the resource owns single fields of an object that somebody else made. */
export function isPatch(type: string, inputs: Properties = {}): boolean {
  const kind = asString(inputs["kind"]);
  return type.endsWith("Patch") && !(kind !== undefined && kind.endsWith("Patch"));
}

/** The resource id of an object: `namespace/name`, or the name alone outside of namespaces. */
export function idOf(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

/** The namespace (empty for none) and name in a resource id. */
export function parseId(id: string): { namespace: string; name: string } {
  const [first = "", second] = id.split("/");
  return second === undefined ? { namespace: "", name: first } : { namespace: first, name: second };
}

/**
 * Gives an object without a name one of its resource's name and eight random digits, as the
 * official provider does, and keeps the one that it had.
 *
 * @param seed from the engine, so that a preview and the update after it agree.
 */
export function withName(
  urn: string,
  olds: Properties,
  inputs: Properties,
  seed: Uint8Array,
): Properties {
  if (isUnknown(inputs["metadata"])) return inputs;
  const metadata = asObject(inputs["metadata"]);
  if (metadata["name"] !== undefined || metadata["generateName"] !== undefined) return inputs;
  const before = asObject(olds["metadata"]);
  const wasAutonamed = asObject(before["annotations"])["pulumi.com/autonamed"] === "true";
  const digits =
    seed.length > 0
      ? createHash("sha256").update(urn).update(seed).digest("hex").slice(0, 8)
      : randomBytes(4).toString("hex");
  const name =
    wasAutonamed && asString(before["name"]) !== undefined
      ? asString(before["name"])
      : `${urn.split("::").at(-1) ?? "object"}-${digits}`;
  const annotations = { ...asObject(metadata["annotations"]), "pulumi.com/autonamed": "true" };
  return { ...inputs, metadata: { ...metadata, name: name ?? "", annotations } };
}

/**
 * Who applies the object: the name that its annotation or the state gives, or else one that
 * follows from the resource's URN. So a run after a crash recognises what it made before the
 * state knew of it.
 */
export function managerOf(urn: string, inputs: Properties, outputs: Properties = {}): string {
  const annotations = asObject(asObject(inputs["metadata"])["annotations"]);
  const digest = createHash("sha256").update(urn).digest("hex").slice(0, 8);
  return (
    asString(annotations["pulumi.com/patchFieldManager"]) ??
    asString(outputs[FIELD_MANAGER]) ??
    `pulumi-kubernetes-${digest}`
  );
}

/** True if the annotation asks to take fields over from their owners. */
export function forcesPatch(inputs: Properties): boolean {
  const annotations = asObject(asObject(inputs["metadata"])["annotations"]);
  return annotations["pulumi.com/patchForce"] === "true";
}

/** True if the object was applied under this name. */
export function isManagedBy(object: KubeObject, manager: string): boolean {
  return managersOf(object).includes(manager);
}

/** Who has applied the object. */
function managersOf(object: KubeObject): (string | undefined)[] {
  return asArray(asObject(object["metadata"])["managedFields"])
    .map(asObject)
    .filter((entry) => entry["operation"] === "Apply")
    .map((entry) => asString(entry["manager"]));
}

/**
 * True if somebody else made an object that is there already, as far as the API remembers. It
 * notes who owns which field, and so it forgets who made an object of which no field is given, such
 * as a ServiceAccount that is but a name.
 */
export function isForeign(object: KubeObject, manifest: KubeObject, manager: string): boolean {
  if (isManagedBy(object, manager)) return false;
  return !isBare(manifest) || managersOf(object).length > 0;
}

/** Whether a manifest says of an object no more than that it is there. */
function isBare(manifest: KubeObject): boolean {
  const fields = without(manifest, "apiVersion", "kind", "metadata");
  const more = without(asObject(manifest["metadata"]), "name", "namespace");
  return Object.keys({ ...fields, ...more }).length === 0;
}

/** The object that a resource's inputs define, as the API takes it. */
export function manifestOf(
  type: string,
  inputs: Properties,
  ref: { readonly namespace: string; readonly name: string },
): KubeObject {
  const own = Object.fromEntries(
    Object.entries(asObject(toApi(inputs))).filter(
      ([key]) => key !== "status" && !key.startsWith("__"),
    ),
  );
  const metadata = { ...asObject(own["metadata"]), name: ref.name };
  return {
    ...own,
    ...identityOf(type, inputs),
    metadata: ref.namespace === "" ? metadata : { ...metadata, namespace: ref.namespace },
  };
}

/**
 * What the state keeps of an object: all but who manages which field (half of its size, and of no
 * use to a program), with the secret parts marked.
 */
export function stateOf(object: KubeObject, manager: string, inputs: Bag): Bag {
  const values: Properties = {
    ...asObject(fromApi(object)),
    metadata: without(asObject(object["metadata"]), "managedFields"),
    [FIELD_MANAGER]: manager,
    [INITIAL_API_VERSION]: asString(object["apiVersion"]) ?? "",
  };
  return { values, secrets: [...outputSecrets(inputs.secrets), ...secretFields(values)] };
}

/** The fields of a Secret that hold what is secret, whether the program said so or not. */
export function secretFields(object: Properties): Path[] {
  return object["apiVersion"] === "v1" && object["kind"] === "Secret"
    ? [["data"], ["stringData"]]
    : [];
}

/** The inputs that would make an object which the program did not make: all but what the API set. */
export function importedInputs(object: KubeObject): Properties {
  const metadata = without(asObject(object["metadata"]), "annotations", ...SET_BY_SERVER);
  const annotations = without(
    asObject(asObject(object["metadata"])["annotations"]),
    "deployment.kubernetes.io/revision",
    "kubectl.kubernetes.io/last-applied-configuration",
  );
  if (Object.keys(annotations).length > 0) metadata["annotations"] = annotations;
  return { ...without(asObject(fromApi(object)), "status"), metadata };
}

const SET_BY_SERVER = [
  "creationTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
  "selfLink",
];

/** The SDK cannot name a property `x-kubernetes-…` (CRD schemas), so it writes underscores. */
function toApi(value: Value): Value {
  return renameKeys(value, (key) =>
    key.startsWith("x_kubernetes_") ? key.replaceAll("_", "-") : key,
  );
}

function fromApi(value: Value): Value {
  return renameKeys(value, (key) =>
    key.startsWith("x-kubernetes-") ? key.replaceAll("-", "_") : key,
  );
}
