import { changeViolations } from "../../../cli/diff/compare";
import { type SnapshotResource } from "../../../cli/diff/snapshot";
import { planned, object, snapshot, diff, told, deployment, pod } from "./snapshots";

describe("changes of objects", () => {
  it("say how a new pod template restarts a workload", () => {
    const change = (strategy: object) =>
      diff([deployment({ strategy, ...pod("a:1") })], [deployment({ strategy, ...pod("a:2") })]);
    expect(told(change({ type: "RollingUpdate" }))).toEqual([
      ["change", "Deployment media/sonarr", ["restarts this workload: rolling, new pods first"]],
    ]);
    expect(told(change({ type: "Recreate" }))[0]?.[2]).toEqual([
      "restarts this workload: the old pod goes before the new one starts",
    ]);
    expect(change({})[0]?.fields).toEqual([
      { path: "spec.template.spec.containers[app].image", before: "a:1", after: "a:2" },
    ]);
  });

  it("say that nothing restarts where no pod changes", () => {
    expect(told(diff([deployment({ replicas: 1 })], [deployment({ replicas: 3 })]))).toEqual([
      ["change", "Deployment media/sonarr", ["runs 3 pods"]],
    ]);
  });

  it.each<[string, SnapshotResource, SnapshotResource, string]>([
    [
      "a Deployment's selector",
      deployment({ selector: { matchLabels: { a: "1" } } }),
      deployment({ selector: { matchLabels: { a: "2" } } }),
      "spec.selector.matchLabels.a",
    ],
    [
      "a Service's cluster address",
      object("core/v1", "Service", "s", { spec: { clusterIP: "10.0.0.1" } }),
      object("core/v1", "Service", "s", { spec: { clusterIP: "10.0.0.2" } }),
      "spec.clusterIP",
    ],
    [
      "a StatefulSet's claims",
      object("apps/v1", "StatefulSet", "s", { spec: { serviceName: "a" } }),
      object("apps/v1", "StatefulSet", "s", { spec: { serviceName: "b" } }),
      "spec.serviceName",
    ],
    [
      "a class's parameters",
      object("storage.k8s.io/v1", "StorageClass", "c", { parameters: { pool: "a" } }),
      object("storage.k8s.io/v1", "StorageClass", "c", { parameters: { pool: "b" } }),
      "parameters.pool",
    ],
  ])("replace the object for %s", (_what, before, after, path) => {
    const [change] = diff([before], [after]);
    expect(change?.kind).toBe("replace");
    expect(change?.effects.at(-1)?.text).toBe(`cannot be changed in place: ${path}`);
  });

  const claim = (spec: object) => object("core/v1", "PersistentVolumeClaim", "data", { spec });
  const sized = (storage: string) => claim({ resources: { requests: { storage } } });

  it("put data at risk where a claim is made anew, and refuse that", () => {
    const olds = [claim({ storageClassName: "a" })];
    const news = [claim({ storageClassName: "b" })];
    const changes = diff(olds, news);
    expect(changes[0]?.effects.map(({ text }) => text)).toContain("data at risk");
    const refused = (...allowed: string[]) =>
      changeViolations(snapshot(olds), snapshot(news), changes, new Set(allowed));
    expect(refused().map(({ rule, reason }) => [rule.name, reason])).toEqual([
      ["no-loss-of-data", "would be deleted and made anew"],
    ]);
    expect(refused("app-persistentvolumeclaim-data")).toEqual([]);
  });

  it("tell a growing claim from a shrinking one, and keep one that leaves", () => {
    expect(told(diff([sized("1Gi")], [sized("2Gi")]))[0]?.[2]).toEqual([
      "grows the volume in place, where its class allows it",
    ]);
    expect(diff([sized("1Ti")], [sized("2Gi")])[0]?.effects[0]?.kind).toBe("data");
    expect(told(diff([sized("1Gi")], []))).toEqual([
      [
        "remove",
        "PersistentVolumeClaim media/data",
        ["stays in the cluster, outside of the program"],
      ],
    ]);
  });

  it("refuse to lose what is protected", () => {
    const olds = [object("postgresql.cnpg.io/v1", "Cluster", "main", { spec: {} })];
    const changes = diff(olds, []);
    expect(changes[0]?.effects[0]).toEqual({
      kind: "data",
      text: "data at risk: the engine refuses, it is protected",
    });
    const violations = changeViolations(snapshot(olds), snapshot([]), changes, new Set());
    expect(violations.map(({ reason }) => reason)).toEqual(["would be deleted"]);
  });

  it("know an object under another Pulumi name", () => {
    const old = deployment({});
    const now = { ...old, name: "renamed", urn: `${old.urn}-renamed` };
    expect(told(diff([old], [now]))).toEqual([
      [
        "replace",
        "Deployment media/sonarr",
        ["another resource to Pulumi: give it an alias of its old name"],
      ],
    ]);
  });

  it("say what becomes reachable from the Internet", () => {
    const gateway = (name: string, exposure: string) =>
      object("gateway.networking.k8s.io/v1", "Gateway", name, {
        metadata: { name, labels: { "hearth.dev/exposure": exposure } },
      });
    const gateways = [gateway("in", "private"), gateway("out", "public")];
    const route = (name: string) =>
      object("gateway.networking.k8s.io/v1", "HTTPRoute", "web", {
        spec: { parentRefs: [{ name }] },
      });
    const effect = "becomes reachable from the Internet";
    expect(told(diff([...gateways, route("in")], [...gateways, route("out")]))[0]?.[2]).toEqual([
      effect,
    ]);
    expect(told(diff(gateways, [...gateways, route("out")]))[0]?.[2]).toEqual([effect]);
    expect(told(diff([...gateways, route("out")], [...gateways, route("in")]))[0]?.[2]).toEqual([]);
  });

  it("leave out what the program ignores", () => {
    const old = claim({ dataSourceRef: { name: "a" } });
    const now = {
      ...claim({ dataSourceRef: { name: "b" } }),
      ignoreChanges: ["spec.dataSourceRef"],
    };
    expect(diff([old], [now])).toEqual([]);
  });

  it("replace everything with the cluster's provider, and refuse that", () => {
    const provider = (clusterIdentifier: string) =>
      planned("pulumi:providers:kubernetes", "cluster", { clusterIdentifier }, "cluster");
    const changes = diff([provider("a")], [provider("b")]);
    expect(changes[0]?.kind).toBe("replace");
    const [before, after] = [snapshot([provider("a")]), snapshot([provider("b")])];
    expect(changeViolations(before, after, changes, new Set())).toHaveLength(1);
  });

  it("are of a release's values an upgrade", () => {
    const release = (values: object) =>
      planned("kubernetes:helm.sh/v3:Release", "loki-chart", {
        name: "loki",
        namespace: "monitoring",
        values,
      });
    expect(told(diff([release({ a: 1 })], [release({ a: 2 })]))).toEqual([
      [
        "change",
        "release monitoring/loki",
        ["upgrades the release; restarts those of its pods that change"],
      ],
    ]);
  });
});
