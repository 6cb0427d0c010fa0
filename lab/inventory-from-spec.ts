import { createHash } from "node:crypto";
import type { ClusterSpec, HardwareProfile, NodeSpec } from "../spec/cluster";
import { mebibytes } from "../spec/quantity";
import { nodesOf } from "../spec/queries";
import type { LabDisk, LabInventory, LabMachine, LabNic } from "./inventory";

type Selector = NodeSpec["systemDisk"];

/**
 * The machines that the nodes of a stack would be: what the hardware profile says, with serials,
 * links and hardware addresses that the node's own selectors ask for, or made-up ones.
 */
export function inventoryOf(spec: ClusterSpec): LabInventory {
  return {
    cluster: spec.name,
    machines: nodesOf(spec).map(({ name, node, hardware }): LabMachine => ({
      name,
      architecture: hardware.architecture,
      address: node.address,
      cpus: hardware.cpus,
      memoryMiB: hardware.memoryMiB,
      disks: disksOf(name, node, hardware),
      nics: nicsOf(spec, name, node, hardware),
    })),
  };
}

function disksOf(name: string, node: NodeSpec, hardware: HardwareProfile): LabDisk[] {
  const wanted = [node.systemDisk, ...node.ceph, ...volumeDisks(node)];
  return hardware.disks.map(({ device, model, size, transport }) => {
    const disk = { device, model, transport };
    const asked = wanted.filter((selector) => mayMean(selector, disk));
    const serial = first(asked, "serial") ?? digits(`${name} ${device}`, 12).toUpperCase();
    const link = `${prefix(transport)}-${model.replaceAll(" ", "_")}_${serial}`;
    const wwid = first(asked, "wwid");
    const byId = first(asked, "byId");
    return {
      ...disk,
      serial,
      ...(wwid === undefined ? {} : { wwid }),
      sizeBytes: mebibytes(size) * 2 ** 20,
      rotational: false,
      byId: [byId ?? `/dev/disk/by-id/${link}`],
    };
  });
}

function volumeDisks(node: NodeSpec): Selector[] {
  return Object.values(node.volumes).flatMap(({ disk }) => (disk === undefined ? [] : [disk]));
}

/** Whether a selector may mean a disk, by what the profile knows of it. */
function mayMean(
  { device, model, transport, byId }: Selector,
  disk: Pick<LabDisk, "device" | "model" | "transport">,
): boolean {
  if (device !== undefined && device !== disk.device) return false;
  if (transport !== undefined && transport !== disk.transport) return false;
  if (model !== undefined && !glob(model).test(disk.model)) return false;
  return byId === undefined || byId.includes(disk.model.split(" ")[0] ?? disk.model);
}

function glob(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

/** Prefix of links under /dev/disk/by-id by bus. */
const prefix = (transport: string): string =>
  ({ sata: "ata", usb: "usb", nvme: "nvme", mmc: "mmc" })[transport] ?? "virtio";

function first(selectors: readonly Selector[], field: "serial" | "wwid" | "byId") {
  return selectors.map((selector) => selector[field]).find((value) => value !== undefined);
}

function nicsOf(
  { network }: Pick<ClusterSpec, "network">,
  name: string,
  node: NodeSpec,
  hardware: HardwareProfile,
): LabNic[] {
  const macs = macsByDriver(node);
  const lan = lanNic(node, hardware);
  const [, prefix = ""] = network.lan.cidr.split("/");
  return hardware.nics.map(({ driver, speedMbps }, index) => ({
    name: `enp${String(index + 1)}s0`,
    mac: macs.get(driver) ?? macs.get("") ?? mac(`${name} ${String(index)}`),
    driver,
    physical: true,
    busPath: `0000:0${String(index + 1)}:00.0`,
    speedMbps,
    ...(index === lan ? { address: `${node.address}/${prefix}` } : {}),
  }));
}

/** Index of the NIC that the node's first interface picks by its driver, else the first: the LAN's. */
function lanNic(node: NodeSpec, { nics }: HardwareProfile): number {
  const [lan] = Object.values(node.interfaces ?? {});
  const driver = (lan?.nic ?? lan?.bond?.members[0])?.driver;
  if (driver === undefined) return 0;
  return Math.max(
    0,
    nics.findIndex((nic) => glob(driver).test(nic.driver)),
  );
}

/** Hardware addresses that the node's selectors name, by the driver they name; "" for any. */
function macsByDriver(node: NodeSpec): Map<string, string> {
  const selectors = Object.values(node.interfaces ?? {}).flatMap(({ nic, bond }) => [
    ...(nic === undefined ? [] : [nic]),
    ...(bond?.members ?? []),
  ]);
  return new Map(
    selectors.flatMap(({ mac: address, driver = "" }) =>
      address === undefined ? [] : [[driver, address] as const],
    ),
  );
}

/** A locally administered address that follows from a text. */
function mac(text: string): string {
  const hex = digits(text, 10);
  return ["02", ...(hex.match(/../g) ?? [])].join(":");
}

const digits = (text: string, length: number): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);
