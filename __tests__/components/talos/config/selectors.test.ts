import {
  diskExpression,
  installDisk,
  linkExpression,
} from "../../../../components/talos/config/selectors";
import { UserError } from "../../../../spec/report";

test.each([
  [undefined, "system_disk"],
  [{ device: "/dev/sda" }, 'disk.dev_path == "/dev/sda"'],
  [{ byId: "ata-A" }, '"/dev/disk/by-id/ata-A" in disk.symlinks'],
  [{ byId: "/dev/disk/by-id/ata-A" }, '"/dev/disk/by-id/ata-A" in disk.symlinks'],
  [{ model: "SAMSUNG*" }, 'glob("SAMSUNG*", disk.model)'],
  [{ model: "X1", serial: "S" }, 'disk.model == "X1" && disk.serial == "S"'],
  [
    { wwid: "naa.1", transport: "sata" as const },
    'disk.wwid == "naa.1" && disk.transport == "sata"',
  ],
  [{ minSize: "100Gi", maxSize: "2Ti" }, "disk.size >= 100u * GiB && disk.size <= 2u * TiB"],
])("volume disk %j", (selector, expression) => {
  expect(diskExpression(selector)).toBe(expression);
});

test.each([
  [{ device: "/dev/mmcblk0" }, { disk: "/dev/mmcblk0" }],
  [{ byId: "ata-A" }, { disk: "/dev/disk/by-id/ata-A" }],
  [{ model: "A*" }, { diskSelector: { model: "A*" } }],
  [{ serial: "S", wwid: "W" }, { diskSelector: { serial: "S", wwid: "W" } }],
  [{ transport: "nvme" as const }, { diskSelector: { type: "nvme" } }],
  [{ transport: "mmc" as const }, { diskSelector: { type: "sd" } }],
  [{ transport: "sata" as const }, { diskSelector: { busPath: "/pci*/ata*" } }],
  [
    { transport: "usb" as const, minSize: "100Gi" },
    { diskSelector: { busPath: "*/usb*", size: ">= 100GiB" } },
  ],
  [{ maxSize: "200Gi" }, { diskSelector: { size: "<= 200GiB" } }],
])("system disk %j", (selector, expected) => {
  expect(JSON.parse(JSON.stringify(installDisk("n", selector)))).toEqual(expected);
});

test.each([
  [{ device: "/dev/sda", model: "A" }, /^nodes\.n\.systemDisk: a device path stands alone/],
  [{ device: "/dev/sda", byId: "x" }, /stands alone/],
  [{ byId: "x", minSize: "1Gi" }, /stands alone/],
  [{ minSize: "1Gi", maxSize: "2Gi" }, /^nodes\.n\.systemDisk: .* takes one size/],
])("system disk %j cannot be expressed", (selector, message) => {
  expect(() => installDisk("n", selector)).toThrow(UserError);
  expect(() => installDisk("n", selector)).toThrow(message);
});

test.each([
  [{ physical: true }, 'link.type == 1 && link.kind == ""'],
  [{ driver: "e1000e" }, 'link.driver == "e1000e"'],
  [{ driver: "e1000*" }, 'glob("e1000*", link.driver)'],
  [{ mac: "02:00:00:00:00:01" }, 'mac(link.permanent_addr) == "02:00:00:00:00:01"'],
])("link %j", (selector, expression) => {
  expect(linkExpression(selector)).toBe(expression);
});
