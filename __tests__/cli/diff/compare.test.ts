import { createHash } from "node:crypto";
import type { Change } from "../../../cli/diff/change";
import { changeViolations, compareSnapshots, summary } from "../../../cli/diff/compare";
import { snapshotFrom, type Snapshot, type SnapshotResource } from "../../../cli/diff/snapshot";
import { diffText } from "../../../cli/diff/text";
import { toYaml } from "../../../cli/render/yaml";

/** A resource of a plan. */
function planned(type: string, name: string, inputs: object, layer = "app"): SnapshotResource {
  const urn = `urn:pulumi:home::hearth::hearth:app:App$${type}::${name}`;
  const rest = { parent: null, dependsOn: [], ignoreChanges: [] };
  return { urn, type, name, layer, inputs: { ...inputs }, ...rest };
}

const object = (apiVersion: string, kind: string, name: string, fields: object) =>
  planned(`kubernetes:${apiVersion}:${kind}`, `app-${kind.toLowerCase()}-${name}`, {
    apiVersion: apiVersion.replace(/^core\//, ""),
    kind,
    metadata: { name, namespace: "media" },
    ...fields,
  });

const snapshot = (
  resources: readonly SnapshotResource[],
  machines: Readonly<Record<string, readonly object[]>> = {},
): Snapshot => {
  const files = new Map(
    Object.entries(machines).map(([node, documents]) => [
      `_talos/${node}.yaml`,
      documents.map(toYaml).join("---\n"),
    ]),
  );
  // What a resource ignores is known of the working tree's side only; here of both.
  return { ...snapshotFrom({ resources, outputs: {} }, files), resources };
};

const diff = (before: SnapshotResource[], after: SnapshotResource[]): Change[] =>
  compareSnapshots(snapshot(before), snapshot(after));

/** Kind, title and effects of each change. */
const told = (changes: readonly Change[]) =>
  changes.map(({ kind, title, effects }) => [kind, title, effects.map(({ text }) => text)]);

const deployment = (spec: object) => object("apps/v1", "Deployment", "sonarr", { spec });
const pod = (image: string) => ({ template: { spec: { containers: [{ name: "app", image }] } } });

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

describe("changes of nodes", () => {
  const id = (yaml: string) => createHash("sha256").update(yaml).digest("hex");
  const schematic = (yaml: string) =>
    planned(
      "talos:imageFactory/schematic:Schematic",
      "talos-schematic-pi",
      { schematic: yaml },
      "talos",
    );
  const image = (yaml: string, version = "v1.12.4") => ({
    machine: { install: { image: `factory.example.com/metal-installer/${id(yaml)}:${version}` } },
  });
  const nodes = (before: readonly object[], after: readonly object[]) =>
    compareSnapshots(snapshot([], { pi: before }), snapshot([], { pi: after }));

  it("tell of a kernel argument on the node alone, as a reboot", () => {
    const olds = "customization:\n    extraKernelArgs:\n        - a=1\n";
    const news = "customization:\n    extraKernelArgs:\n        - a=1\n        - b=2\n";
    const changes = compareSnapshots(
      snapshot([schematic(olds)], { pi: [image(olds)] }),
      snapshot([schematic(news)], { pi: [image(news)] }),
    );
    expect(changes).toEqual([
      expect.objectContaining({
        kind: "change",
        title: "node pi",
        fields: [{ path: "image: customization.extraKernelArgs[]", after: "b=2" }],
      }),
    ]);
    expect(changes[0]?.effects).toEqual([
      {
        kind: "reboot",
        text: expect.stringMatching(/^reboots this node: kernel arguments/) as string,
      },
    ]);
  });

  it("tell of another Talos as an upgrade", () => {
    const [change] = nodes([image("x")], [image("x", "v1.12.5")]);
    expect(change?.fields).toEqual([{ path: "image: Talos", before: "v1.12.4", after: "v1.12.5" }]);
    expect(change?.effects.map(({ text }) => text)).toEqual([
      "reboots this node: upgrade to Talos v1.12.5",
    ]);
  });

  it.each<[string, object, string, string]>([
    ["sysctls", { machine: { sysctls: { a: "1" } } }, "note", "applied without a reboot"],
    ["node labels", { machine: { nodeLabels: { a: "1" } } }, "note", "applied without a reboot"],
    [
      "the kubelet",
      { machine: { kubelet: { nodeIP: {} } } },
      "note",
      "restarts the kubelet; pods go on",
    ],
    ["files", { machine: { files: [] } }, "reboot", "reboots this node"],
    ["udev rules", { machine: { udev: { rules: [] } } }, "reboot", "reboots this node"],
    ["RBAC", { machine: { features: { rbac: true } } }, "reboot", "reboots this node"],
    ["host DNS", { machine: { features: { hostDNS: { enabled: true } } } }, "note", "applied"],
    [
      "the API server",
      { cluster: { apiServer: {} } },
      "restart",
      "restarts this node's API server",
    ],
    [
      "another document",
      { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "x" },
      "note",
      "applied without a reboot",
    ],
  ])("know what %s mean", (_what, document, kind, text) => {
    // Empty parents, so that only the field itself is new.
    const base = { machine: { features: {} }, cluster: {} };
    const [change] = nodes([base], [base, document]);
    expect(change?.effects).toHaveLength(1);
    expect(change?.effects[0]?.kind).toBe(kind);
    expect(change?.effects[0]?.text.startsWith(text)).toBe(true);
  });

  it("do not see a field that only moved from one layer to another", () => {
    const sysctls = { machine: { sysctls: { a: "1" } } };
    expect(nodes([sysctls, { machine: { env: {} } }], [{ machine: { env: {} } }, sysctls])).toEqual(
      [],
    );
  });

  it("say that a new node's disk is written over, and that one that leaves runs on", () => {
    const one = { pi: [image("x")] };
    expect(told(compareSnapshots(snapshot([]), snapshot([], one)))).toEqual([
      ["add", "node pi", ["installs Talos on this machine, over what its system disk holds"]],
    ]);
    expect(told(compareSnapshots(snapshot([], one), snapshot([])))[0]?.[2]).toEqual([
      "leaves the program and runs on: drain, delete and reset the machine by hand",
    ]);
  });

  it("refuse that etcd loses its majority at once", () => {
    const control = { cluster: { etcd: {} } };
    const cluster = planned("hearth:talos:TalosCluster", "talos", {}, "talos");
    const of = (...names: string[]) =>
      snapshot([cluster], Object.fromEntries(names.map((name) => [name, [control]])));
    const refused = (before: Snapshot, after: Snapshot) =>
      changeViolations(before, after, compareSnapshots(before, after), new Set());
    expect(refused(of("a", "b", "c"), of("a", "b"))).toEqual([]);
    expect(refused(of("a", "b", "c"), of("a", "d", "e")).map(({ reason }) => reason)).toEqual([
      "b, c would leave at once, and etcd of 3 members needs 2",
    ]);
  });
});

describe("a difference as text", () => {
  it("counts what is grave, and keeps to 80 columns where words allow", () => {
    const before = snapshot([deployment(pod("a:1"))], { pi: [{ machine: { files: [] } }] });
    const after = snapshot([deployment(pod("a:2"))], { pi: [{ machine: {} }] });
    const changes = compareSnapshots(before, after);
    expect(summary(changes)).toBe("2 to change; 1 with restarts, 1 with a reboot.");
    expect(summary([])).toBe("No change.");
    const text = diffText("home", "main", changes);
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).toContain("~ node pi");
    expect(text).toMatch(/^== talos[^]*^== app/m);
  });
});
