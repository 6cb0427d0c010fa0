import { volumeDocuments } from "../../../../components/talos/config/volumes";
import { named, withNode, type NodeInput } from "../fixture";

const apiVersion = "v1alpha1";
const volumes = (change: Partial<NodeInput>) =>
  volumeDocuments(named(withNode(change), "node").node);

test("nothing by default: Talos's own partitions take the disk", () => {
  expect(volumes({})).toEqual([]);
});

test("EPHEMERAL is capped on the system disk, and user volumes take what is left", () => {
  expect(volumes({ ephemeralMaxSize: "256Gi", volumes: { local: { minSize: "200Gi" } } })).toEqual([
    {
      apiVersion,
      kind: "VolumeConfig",
      name: "EPHEMERAL",
      provisioning: { diskSelector: { match: "system_disk" }, maxSize: "256GiB" },
    },
    {
      apiVersion,
      kind: "UserVolumeConfig",
      name: "local",
      provisioning: { diskSelector: { match: "system_disk" }, minSize: "200GiB", grow: true },
      filesystem: { type: "xfs" },
    },
  ]);
});

test("a user volume may have a disk and a cap of its own", () => {
  expect(
    volumes({
      volumes: {
        data: {
          disk: { model: "HDD*" },
          minSize: "100Gi",
          maxSize: "1Ti",
          filesystem: "ext4",
        },
      },
    }),
  ).toMatchObject([
    {
      provisioning: {
        diskSelector: { match: 'glob("HDD*", disk.model)' },
        minSize: "100GiB",
        maxSize: "1TiB",
      },
      filesystem: { type: "ext4" },
    },
  ]);
});

test.each([
  ["tpm" as const, { tpm: {} }],
  ["node-id" as const, { nodeID: {} }],
])("%s encrypts STATE and EPHEMERAL", (diskEncryption, key) => {
  const encryption = { provider: "luks2", keys: [{ slot: 0, ...key }] };
  expect(volumes({ diskEncryption })).toEqual([
    { apiVersion, kind: "VolumeConfig", name: "STATE", encryption },
    { apiVersion, kind: "VolumeConfig", name: "EPHEMERAL", encryption },
  ]);
});
