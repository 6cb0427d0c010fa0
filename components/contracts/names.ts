import { describeObject, type KubernetesObject } from "./object";

/** `PersistentVolumeClaim` to `persistent-volume-claim`, `HTTPRoute` to `http-route`. */
export function kebab(kind: string): string {
  return kind
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

/**
 * The Pulumi name of an object in a bundle: `<bundle>-<kind>`, with the object's own name where it
 * says more than the bundle's. It never holds an index, address or version.
 */
export function resourceName(bundle: string, object: KubernetesObject): string {
  const { name } = object.metadata;
  const role = kebab(object.kind);
  const own =
    name === bundle ? "" : name.startsWith(`${bundle}-`) ? name.slice(bundle.length + 1) : name;
  return own === ""
    ? `${bundle}-${role}`
    : `${bundle}-${role}-${own.replaceAll(/[^A-Za-z0-9.-]/g, "-")}`;
}

/** Names of all objects of a bundle; the namespace is added where two would be the same. */
export function resourceNames(
  bundle: string,
  objects: readonly KubernetesObject[],
): Map<KubernetesObject, string> {
  const counts = new Map<string, number>();
  for (const object of objects) {
    const name = resourceName(bundle, object);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = new Map<KubernetesObject, string>();
  const taken = new Set<string>();
  for (const object of objects) {
    const short = resourceName(bundle, object);
    const name =
      (counts.get(short) ?? 0) > 1 ? `${short}-${object.metadata.namespace ?? "cluster"}` : short;
    if (taken.has(name)) throw new Error(`bundle ${bundle} has ${describeObject(object)} twice`);
    taken.add(name);
    names.set(object, name);
  }
  return names;
}
