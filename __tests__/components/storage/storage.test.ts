import { itemsOf, order } from "../../../components/contracts/order";
import { protectionOf } from "../../../components/contracts/protection";
import { storageBundles } from "../../../components/storage";
import { cephStorageNodes } from "../../../components/storage/ceph-devices";
import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";
import { validateObject } from "../../support/validate-object";

const home = loadSpec("home");
const trio = loadSpec("trio");
const lab = loadSpec("lab");

const objectsOf = (spec: ClusterSpec) =>
  storageBundles(spec).flatMap(({ objects = [] }) => objects);
const one = (spec: ClusterSpec, kind: string, name?: string) =>
  objectsOf(spec).find(
    (each) => each.kind === kind && (name === undefined || each.metadata.name === name),
  );

function withCeph(
  spec: ClusterSpec,
  change: Partial<NonNullable<ClusterSpec["storage"]["ceph"]>>,
): ClusterSpec {
  const { ceph } = spec.storage;
  if (ceph === undefined) throw new Error("no Ceph");
  return { ...spec, storage: { ...spec.storage, ceph: { ...ceph, ...change } } };
}

describe("storageBundles", () => {
  it("builds what each stack has and nothing else", () => {
    const names = (spec: ClusterSpec) => storageBundles(spec).map(({ name }) => name);
    const ceph = ["snapshot-controller", "rook-operator", "rook-ceph"];
    expect(names(home)).toEqual([...ceph, "openebs"]);
    expect(names(trio)).toEqual([...ceph, "openebs", "csi-driver-nfs"]);
    expect(names(lab)).toEqual([...ceph, "openebs", "csi-driver-nfs"]);
    expect(names({ ...home, storage: {} })).toEqual([]);
  });

  it("makes every storage class of the spec, one of them the default", () => {
    for (const spec of [home, trio, lab]) {
      const items = storageBundles(spec).flatMap(itemsOf);
      const provided = new Set(items.flatMap(({ provides }) => provides));
      for (const { name } of spec.storageClasses) {
        expect(provided).toContain(`storageclass:${name}`);
      }
    }
    expect(one(trio, "StorageClass", "ceph-ssd")?.metadata.annotations).toEqual({
      "storageclass.kubernetes.io/is-default-class": "true",
    });
    expect(one(trio, "StorageClass", "nfs-media")?.metadata.annotations).toEqual({
      "storageclass.kubernetes.io/is-default-class": "false",
    });
  });

  it("passes the schema of every built-in kind", () => {
    for (const spec of [home, trio, lab, withCeph(lab, { filesystem: true, objectStore: true })]) {
      for (const object of objectsOf(spec)) expect(() => validateObject(object)).not.toThrow();
    }
  });
});

describe("the Ceph cluster", () => {
  it("takes one disk of each AM06 by its link and runs on these machines only", () => {
    expect(cephStorageNodes(home, undefined)).toEqual(
      ["1", "2", "3"].map((digit) => ({
        name: `am06-0${digit}`,
        devices: [{ name: `/dev/disk/by-id/nvme-AirDisk_512GB_SSD_EXAMPLE000000${digit}` }],
      })),
    );
    expect(one(home, "CephCluster")?.["spec"]).toMatchObject({
      mon: { count: 3 },
      mgr: { count: 1 },
      network: { provider: "host" },
      dashboard: { enabled: true, ssl: false },
      storage: { useAllNodes: false, useAllDevices: false },
      resources: { osd: { requests: { memory: "1Gi" }, limits: { memory: "6Gi" } } },
      placement: {
        all: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: "kubernetes.io/hostname",
                      operator: "In",
                      values: ["am06-01", "am06-02", "am06-03"],
                    },
                  ],
                },
              ],
            },
          },
        },
      },
    });
  });

  it("filters the disks of trio and separates its networks", () => {
    expect(cephStorageNodes(trio, "/dev/disk/by-id/ata-SAMSUNG*")).toEqual(
      ["k8s-1", "k8s-2", "k8s-3"].map((name) => ({
        name,
        devicePathFilter: "/dev/disk/by-id/ata-SAMSUNG*",
      })),
    );
    expect(one(trio, "CephCluster")?.["spec"]).toMatchObject({
      network: {
        provider: "host",
        addressRanges: { public: ["192.168.5.0/24"], cluster: ["192.168.43.0/24"] },
      },
    });
    expect(one(trio, "CephBlockPool", "ceph-blockpool")?.["spec"]).toEqual({
      failureDomain: "host",
      replicated: { size: 3, requireSafeReplicaSize: true },
      parameters: { compression_mode: "aggressive", compression_algorithm: "zstd" },
    });
  });

  it("refuses disks that nothing names", () => {
    expect(() => cephStorageNodes(trio, undefined)).toThrow(
      "node k8s-1: its Ceph disks have neither byId nor device, and storage.ceph has no deviceFilter",
    );
  });

  it("has CephFS and the object store only where they are asked for", () => {
    const kinds = (spec: ClusterSpec) => objectsOf(spec).map(({ kind }) => kind);
    for (const kind of ["CephFilesystem", "CephObjectStore"]) {
      expect(kinds(trio)).not.toContain(kind);
      expect(kinds(withCeph(trio, { filesystem: true, objectStore: true }))).toContain(kind);
    }
  });

  it("shows its dashboard to the internal gateway only, and only where it has one", () => {
    expect(one(home, "HTTPRoute")).toMatchObject({
      metadata: { namespace: "rook-ceph" },
      spec: {
        hostnames: ["rook.example.com"],
        parentRefs: [{ name: "envoy-internal" }],
        rules: [{ backendRefs: [{ name: "rook-ceph-mgr-dashboard", port: 7000 }] }],
      },
    });
    expect(one(withCeph(home, { dashboard: false }), "HTTPRoute")).toBeUndefined();
  });

  it("waits for health before a class serves volumes, and comes down in the order of Rook's finalizers", () => {
    const sorted = order(
      [
        ...storageBundles(home),
        { layer: "network" as const, component: "X", name: "x", provides: ["nodes" as const] },
      ].flatMap(itemsOf),
    ).map(({ part }) =>
      part.type === "object"
        ? part.object.kind
        : part.type === "chart"
          ? part.chart.name
          : part.type,
    );
    const at = (name: string) => {
      expect(sorted).toContain(name);
      return sorted.indexOf(name);
    };
    expect(at("rook-ceph")).toBeLessThan(at("CephCluster"));
    expect(at("CephCluster")).toBeLessThan(at("CephBlockPool"));
    expect(at("CephBlockPool")).toBeLessThan(at("StorageClass"));
    const gate = storageBundles(home).flatMap(({ gates = [] }) => gates);
    expect(gate).toEqual([
      expect.objectContaining({
        kind: "CephHealthy",
        subjects: ["rook-ceph/rook-ceph"],
        needs: ["object:CephCluster/rook-ceph/rook-ceph"],
        provides: expect.arrayContaining(["storageclass:ceph-block"]) as unknown,
      }),
    ]);
  });

  it("is let go only by wipe", () => {
    const guarded = (spec: ClusterSpec) =>
      objectsOf(spec).filter((object) => protectionOf(object).protect === true).length;
    const all = { filesystem: true, objectStore: true };
    expect(guarded(withCeph(home, all))).toBe(4);
    const wiped = withCeph(home, { ...all, wipe: true });
    expect(guarded(wiped)).toBe(0);
    expect(one(home, "CephCluster")?.["spec"]).toMatchObject({
      cleanupPolicy: { confirmation: "", allowUninstallWithVolumes: false },
    });
    expect(one(wiped, "CephCluster")?.["spec"]).toMatchObject({
      cleanupPolicy: {
        confirmation: "yes-really-destroy-data",
        allowUninstallWithVolumes: true,
        wipeDevicesFromOtherClusters: true,
      },
    });
  });
});
