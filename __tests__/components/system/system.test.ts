import { systemBundles } from "../../../components/system";
import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";
import { validateObject } from "../../support/validate-object";

const home = loadSpec("home");
const trio = loadSpec("trio");

const names = (spec: ClusterSpec) => systemBundles(spec).map(({ name }) => name);
const objectsOf = (spec: ClusterSpec) => systemBundles(spec).flatMap(({ objects = [] }) => objects);

describe("systemBundles", () => {
  it("builds the services that are among the stack's apps and nothing else", () => {
    expect(names(home)).toEqual(["reloader", "node-feature-discovery", "intel-device-plugins"]);
    expect(names(trio)).toEqual([
      "reloader",
      "node-feature-discovery",
      "intel-device-plugins",
      "generic-device-plugin",
      "spegel",
      "tuppr",
    ]);
    expect(names({ ...home, apps: {} })).toEqual([]);
  });

  it("labels the node that carries a USB device of the stack", () => {
    const rules = objectsOf(home).filter(({ kind }) => kind === "NodeFeatureRule");
    const ups = rules.find(({ metadata }) => metadata.name === "usb-ups");
    expect(ups?.["spec"]).toEqual({
      rules: [
        {
          name: "ups-0463-ffff",
          labels: { "usb.feature.node.kubernetes.io/ups": "true" },
          matchFeatures: [
            {
              feature: "usb.device",
              matchExpressions: {
                vendor: { op: "In", value: ["0463"] },
                device: { op: "In", value: ["ffff"] },
              },
            },
          ],
        },
      ],
    });
    expect(objectsOf(trio).filter(({ kind }) => kind === "NodeFeatureRule")).toEqual([]);
  });

  it("gives a reason for every namespace that is not restricted", () => {
    for (const { namespaces = [] } of [...systemBundles(home), ...systemBundles(trio)]) {
      for (const { podSecurity = "restricted", reason } of namespaces) {
        expect(reason === undefined).toBe(podSecurity === "restricted");
      }
    }
  });

  it("upgrades Talos to the stack's version, while nodes, Ceph and backups are well", () => {
    const upgrade = (spec: ClusterSpec) =>
      objectsOf({ ...spec, apps: trio.apps }).find(({ kind }) => kind === "TalosUpgrade")?.["spec"];
    expect(upgrade(trio)).toEqual({
      talos: { version: trio.talos.version },
      policy: { rebootMode: "powercycle" },
      healthChecks: [
        {
          apiVersion: "v1",
          kind: "Node",
          expr: 'status.conditions.exists(c, c.type == "Ready" && c.status == "True")',
        },
        {
          apiVersion: "ceph.rook.io/v1",
          kind: "CephCluster",
          expr: 'status.ceph.health == "HEALTH_OK"',
        },
        {
          apiVersion: "volsync.backube/v1alpha1",
          kind: "ReplicationSource",
          expr: 'status.conditions.filter(c, c.type == "Synchronizing").all(c, c.status == "False")',
        },
      ],
    });
    const { ceph, ...storage } = trio.storage;
    expect(ceph).toBeDefined();
    const { backup, ...bare } = { ...trio, storage };
    expect(backup).toBeDefined();
    expect(JSON.stringify(upgrade(bare))).not.toMatch(/Ceph|Replication/);
  });

  it("passes the schemas", () => {
    for (const object of [...objectsOf(home), ...objectsOf(trio)]) {
      expect(() => validateObject(object)).not.toThrow();
    }
  });
});
