import { compareObjects, mustDeleteFirst } from "../../../../lab/plugins/kubernetes/replace";
import { formatPath } from "../../../../lab/plugins/shared/diff";
import type { Properties } from "../../../../lab/plugins/shared/values";

const fixed = { configMaps: false, secrets: false };
const mutable = { configMaps: true, secrets: true };

const object = (apiVersion: string, kind: string, rest: Properties = {}): Properties => ({
  apiVersion,
  kind,
  metadata: { name: "one", namespace: "app" },
  ...rest,
});

function replaced(olds: Properties, news: Properties, mutability = mutable, patch = false) {
  return compareObjects(olds, news, mutability, patch).replaces.map(({ path }) => formatPath(path));
}

describe("what makes an object anew", () => {
  it.each<[string, Properties, Properties, string[]]>([
    [
      "a Deployment's selector",
      object("apps/v1", "Deployment", { spec: { selector: { matchLabels: { a: "1" } } } }),
      object("apps/v1", "Deployment", { spec: { selector: { matchLabels: { a: "2" } } } }),
      ["spec.selector.matchLabels.a"],
    ],
    [
      "a Job's template",
      object("batch/v1", "Job", { spec: { template: { spec: { image: "a" } } } }),
      object("batch/v1", "Job", { spec: { template: { spec: { image: "b" } } } }),
      ["spec.template.spec.image"],
    ],
    [
      "a StatefulSet's claims",
      object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates: [{ size: 1 }] } }),
      object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates: [{ size: 2 }] } }),
      ["spec.volumeClaimTemplates[0].size"],
    ],
    [
      "a Service's address",
      object("v1", "Service", { spec: { clusterIP: "None" } }),
      object("v1", "Service", { spec: {} }),
      ["spec.clusterIP"],
    ],
    [
      "a claim's class",
      object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "a" } }),
      object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "b" } }),
      ["spec.storageClassName"],
    ],
    [
      "a StorageClass's parameters",
      object("storage.k8s.io/v1", "StorageClass", { parameters: { pool: "a" } }),
      object("storage.k8s.io/v1", "StorageClass", { parameters: { pool: "b" } }),
      ["parameters.pool"],
    ],
    [
      "another namespace",
      object("v1", "Pod"),
      object("v1", "Pod", { metadata: { name: "one", namespace: "other" } }),
      ["metadata.namespace"],
    ],
    [
      "another group, but not another version of it",
      object("cilium.io/v2alpha1", "Pool"),
      object("example.com/v1", "Pool"),
      ["apiVersion"],
    ],
  ])("is %s", (_title, olds, news, paths) => {
    expect(replaced(olds, news)).toEqual(paths);
  });

  it.each<[string, Properties, Properties]>([
    [
      "a Deployment's replicas",
      object("apps/v1", "Deployment", { spec: { replicas: 1 } }),
      object("apps/v1", "Deployment", { spec: { replicas: 2 } }),
    ],
    ["a newer API version", object("cilium.io/v2alpha1", "Pool"), object("cilium.io/v2", "Pool")],
  ])("is not %s", (_title, olds, news) => {
    expect(compareObjects(olds, news, mutable).changes).toHaveLength(1);
    expect(replaced(olds, news)).toEqual([]);
  });

  it("is a ConfigMap's data unless the provider may change it in place", () => {
    const olds = object("v1", "ConfigMap", { data: { a: "1" } });
    const news = object("v1", "ConfigMap", { data: { a: "2" } });
    expect(replaced(olds, news, fixed)).toEqual(["data.a"]);
    expect(replaced(olds, news, mutable)).toEqual([]);
    const frozen = { ...news, immutable: true };
    expect(replaced({ ...olds, immutable: true }, frozen, mutable)).toEqual(["data.a"]);
  });

  it("is nothing but the name for a patch of someone else's object", () => {
    const olds = object("apps/v1", "Deployment", { spec: { selector: { a: "1" } } });
    const news = object("apps/v1", "Deployment", { spec: { selector: { a: "2" } } });
    expect(replaced(olds, news, mutable, true)).toEqual([]);
  });

  it("is not writing out the default namespace", () => {
    const written = object("v1", "Pod", { metadata: { name: "one", namespace: "default" } });
    const left = object("v1", "Pod", { metadata: { name: "one" } });
    expect(compareObjects(written, left, mutable).changes).toEqual([]);
  });
});

describe("the old object", () => {
  it("goes first if the program gave both the same name", () => {
    expect(mustDeleteFirst(object("v1", "Pod"), object("v1", "Pod"))).toBe(true);
  });

  it("stays until the new one is there if their names differ or were made up", () => {
    const other = object("v1", "Pod", { metadata: { name: "two", namespace: "app" } });
    expect(mustDeleteFirst(object("v1", "Pod"), other)).toBe(false);
    const annotations = { "pulumi.com/autonamed": "true" };
    const autonamed = object("v1", "Pod", { metadata: { name: "one", annotations } });
    expect(mustDeleteFirst(autonamed, autonamed)).toBe(false);
  });
});
