import type { KubeObject } from "../../kubernetes/client";

/** `namespace/name`, or `name` of an object without a namespace. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Whether `actual` has all that `wanted` has: objects by field, all else by value. */
export function contains(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((each, index) => contains(actual[index], each))
    );
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof actual !== "object" || actual === null) return false;
    const fields = actual as Record<string, unknown>;
    return Object.entries(wanted).every(([name, value]) => contains(fields[name], value));
  }
  return actual === wanted;
}

/** The `ownerReferences` of an object that is deleted together with `owner`. */
export function ownedBy(owner: KubeObject): NonNullable<KubeObject["metadata"]["ownerReferences"]> {
  const { apiVersion, kind, metadata } = owner;
  return [
    {
      apiVersion: apiVersion ?? "",
      kind: kind ?? "",
      name: metadata.name,
      uid: metadata.uid ?? "",
    },
  ];
}
