import { createHash } from "node:crypto";
import { changeViolations, compareSnapshots } from "../../../cli/diff/compare";
import { type Snapshot } from "../../../cli/diff/snapshot";
import { planned, snapshot, told } from "./snapshots";

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
