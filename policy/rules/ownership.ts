import { isKubernetesObject, isRelease, typeOfUrn } from "../resource";
import type { ResourceRule } from "../rule";

/** What has no owner is in no layer, waits for nothing and is not deleted with what it serves. */
export const ownership: ResourceRule = {
  name: "object-has-component",
  description: "Every Kubernetes object and release belongs to a component.",
  level: "mandatory",
  remedy: "make it in a bundle of components/, or pass `parent`",
  check: (resource) => {
    if (!isKubernetesObject(resource) && !isRelease(resource)) return [];
    const parent = resource.parent === undefined ? "" : typeOfUrn(resource.parent);
    return parent.startsWith("hearth:") ? [] : ["its parent is no component of hearth"];
  },
};
