import { diskChecks, isSelected } from "../../../cli/doctor/disks";
import {
  maintenanceHardware,
  type Hardware,
  type TalosDisk,
  type TalosLink,
} from "../../../cli/doctor/hardware";
import { nicChecks } from "../../../cli/doctor/nics";
import { parseResource } from "../../../cli/doctor/talos-resources";
import type { NamedNode } from "../../../spec/queries";
import { named, withNode } from "../../components/talos/fixture";
import { disk as diskSpec, link as linkSpec, response, startMachine } from "./fake-machine";

const GIB = 2 ** 30;

const disk: TalosDisk = {
  size: 119 * GIB,
  model: "SAMSUNG MZ7TD128",
  device: "/dev/sda",
  serial: "S1",
  wwid: "",
  transport: "sata",
  links: ["/dev/disk/by-id/ata-SAMSUNG_MZ7TD128_S1"],
  isReadOnly: false,
};

test("a resource is read as Talos writes it, and a serial number of digits stays text", () => {
  expect(
    parseResource(response("Disks.block.talos.dev", "sda", { serial: "007", size: 1 })),
  ).toEqual({ id: "sda", spec: { serial: "007", size: "1" } });
  expect(parseResource(new Uint8Array())).toEqual({ id: "", spec: {} });
});

test("the hardware of a machine is its disks, its links and their addresses", async () => {
  const machine = await startMachine({
    "Disks.block.talos.dev": {
      sda: {
        ...diskSpec("/dev/sda", disk.model, disk.serial, 119, "sata"),
        symlinks: disk.links,
      },
      sr0: { ...diskSpec("/dev/sr0", "DVD", "", 1, "sata"), cdrom: true },
      loop0: diskSpec("/dev/loop0", "", "", 1, ""),
    },
    "LinkStatuses.net.talos.dev": {
      bond0: { type: "ether", kind: "bond", hardwareAddr: "02:00:00:00:00:01" },
      eno1: { ...linkSpec("e1000e", "02:00:00:00:00:0A"), hardwareAddr: "02:00:00:00:00:01" },
      eno2: { ...linkSpec("igc", "02:00:00:00:00:02", 4294967295), linkState: false },
    },
    "AddressStatuses.net.talos.dev": {
      "eno1/192.0.2.1/24": { linkName: "eno1", address: "192.0.2.1/24" },
    },
  });
  try {
    expect(await maintenanceHardware(`127.0.0.1:${String(machine.port)}`)).toEqual({
      disks: [disk],
      links: [
        {
          name: "bond0",
          mac: "02:00:00:00:00:01",
          driver: "",
          isPhysical: false,
          isUp: false,
          speed: undefined,
        },
        {
          name: "eno1",
          mac: "02:00:00:00:00:0a",
          driver: "e1000e",
          isPhysical: true,
          isUp: true,
          speed: 1000,
        },
        {
          name: "eno2",
          mac: "02:00:00:00:00:02",
          driver: "igc",
          isPhysical: true,
          isUp: false,
          speed: undefined,
        },
      ],
      addresses: [{ link: "eno1", address: "192.0.2.1/24" }],
    });
  } finally {
    machine.stop();
  }
});

test.each<[Parameters<typeof isSelected>[1], boolean]>([
  [{ device: "/dev/sda" }, true],
  [{ device: "/dev/sdb" }, false],
  [{ model: "SAMSUNG*" }, true],
  [{ model: "SAMSUNG" }, false],
  [{ transport: "sata" }, true],
  [{ transport: "nvme" }, false],
  [{ serial: "S1" }, true],
  [{ serial: "S2" }, false],
  [{ wwid: "eui.1" }, false],
  [{ minSize: "100Gi" }, true],
  [{ minSize: "200Gi" }, false],
  [{ maxSize: "200Gi" }, true],
  [{ maxSize: "100Gi" }, false],
  [{ byId: "/dev/disk/by-id/ata-SAMSUNG_MZ7TD128_S1" }, true],
  [{ byId: "ata-SAMSUNG_MZ7TD128_S1" }, true],
  [{ byId: "/dev/disk/by-id/ata-SAMSUNG_MZ7TD128_S2" }, false],
])("the disk selector %j matches: %s", (selector, expected) => {
  expect(isSelected(disk, selector)).toBe(expected);
});

test("a disk that is missing fails with the disks that are there, one that is not alone warns", () => {
  const { node } = named(
    withNode({
      systemDisk: { device: "/dev/nvme0n1" },
      volumes: { data: { disk: { device: "/dev/sda" }, minSize: "1Gi" } },
    }),
    "node",
  );
  const look = (disks: TalosDisk[], selector: NamedNode["node"]["systemDisk"]) =>
    diskChecks("node", { ...node, systemDisk: selector }, disks).map(
      ({ title, status, detail }) => [title, status, detail],
    );
  const other = { ...disk, device: "/dev/sdb" };
  expect(look([disk], { model: "WD*" })).toEqual([
    [
      "node node, system disk",
      "failed",
      'no disk is {"model":"WD*"}; there are: /dev/sda (SAMSUNG MZ7TD128)',
    ],
    ["node node, disk of volume data", "ok", "/dev/sda (SAMSUNG MZ7TD128)"],
  ]);
  expect(look([disk, other], { model: "SAMSUNG*" })[0]).toEqual([
    "node node, system disk",
    "warned",
    "2 disks match: /dev/sda, /dev/sdb",
  ]);
});

describe("network cards", () => {
  const link = (name: string, change: Partial<TalosLink> = {}): TalosLink => ({
    name,
    mac: "02:00:00:00:00:01",
    driver: "r8169",
    isPhysical: true,
    isUp: true,
    speed: 1000,
    ...change,
  });
  const look = (links: TalosLink[], node: NamedNode, addresses: Hardware["addresses"] = []) =>
    nicChecks(node, { disks: [], links, addresses })
      .filter(({ status }) => status !== "ok")
      .map(({ title, status, detail }) => [title, status, detail]);
  const plain = named(withNode({}), "node");
  const dual = named(
    withNode({
      interfaces: {
        lan: { nic: { mac: "02:00:00:00:00:01" } },
        ceph: { bond: { mode: "active-backup", members: [{ mac: "02:00:00:00:00:02" }] } },
      },
    }),
    "node",
  );
  const second = link("eno2", { mac: "02:00:00:00:00:02" });

  test("as the profile says are found well, also beside bonds and the loopback device", () => {
    const others = [
      link("lo", { isPhysical: false, driver: "" }),
      link("bond0", { isPhysical: false }),
    ];
    expect(look([link("eno1"), ...others], plain)).toEqual([]);
    expect(look([link("eno1"), second], dual)).toEqual([]);
  });

  test("of another kind fail, with what is there", () => {
    expect(look([link("eno1", { driver: "igc" })], plain)).toEqual([
      ["node node, NIC r8169", "failed", "none of 1; there are: eno1 (igc, 02:00:00:00:00:01)"],
    ]);
  });

  test("without any fail twice: none of the profile, and none to select", () => {
    expect(look([], plain)).toEqual([
      ["node node, NIC r8169", "failed", "none of 1; there are: none"],
      [
        "node node, interface lan",
        "failed",
        'no link is {"physical":true}, and Talos wants exactly one; there are: none',
      ],
    ]);
  });

  test("that a selector cannot tell apart fail", () => {
    expect(look([link("eno1"), second], plain)).toEqual([
      [
        "node node, interface lan",
        "failed",
        '2 links are {"physical":true}, and Talos wants exactly one; there are: eno1 (r8169, 02:00:00:00:00:01), eno2 (r8169, 02:00:00:00:00:02)',
      ],
    ]);
  });

  test("with the LAN's cable in the other one fail", () => {
    const addresses = [{ link: "eno2", address: `${dual.node.address}/24` }];
    expect(look([link("eno1"), second], dual, addresses)).toEqual([
      [
        "node node, interface lan",
        "failed",
        `is eno1 (r8169, 02:00:00:00:00:01), but ${dual.node.address} is on eno2 (r8169, 02:00:00:00:00:02)`,
      ],
    ]);
    expect(
      look([link("eno1"), second], dual, [{ link: "eno1", address: `${dual.node.address}/24` }]),
    ).toEqual([]);
  });

  test("without a cable, or on a slow one, warn", () => {
    expect(look([link("eno1", { speed: 100 }), { ...second, isUp: false }], dual)).toEqual([
      ["node node, NIC r8169", "warned", "eno1 runs at 100 Mbit/s, not at 1000"],
      ["node node, interface ceph", "warned", "eno2 (r8169, 02:00:00:00:00:02) has no link"],
    ]);
  });
});
