import type { HardwareProfile, NodeSpec } from "../../cluster";
import { mebibytes } from "../../quantity";
import { at } from "../../report";

/** What chooses a disk of a node. */
export type DiskSelector = NodeSpec["systemDisk"];
/** A disk of a hardware profile. */
export type Disk = HardwareProfile["disks"][number];

/** A disk selector of a node, with where it stands and what it is for. */
export interface NamedSelector {
  readonly path: string;
  readonly use: string;
  readonly selector: DiskSelector;
}

/** Every disk selector of a node: system disk, Ceph disks, disks of user volumes. */
export function selectorsOf(name: string, node: NodeSpec): NamedSelector[] {
  return [
    { path: at("nodes", name, "systemDisk"), use: "the system disk", selector: node.systemDisk },
    ...node.ceph.map((selector, index) => ({
      path: at("nodes", name, "ceph", index),
      use: "a Ceph disk",
      selector,
    })),
    ...Object.entries(node.volumes).flatMap(([volume, { disk }]) =>
      disk === undefined
        ? []
        : [
            {
              path: at("nodes", name, "volumes", volume, "disk"),
              use: `the disk of volume ${volume}`,
              selector: disk,
            },
          ],
    ),
  ];
}

/**
 * The disks of a profile that a selector may pick. Serial number, WWID and by-id link belong to one
 * machine, which the profile does not know, so they never rule a disk out.
 */
export function candidates(selector: DiskSelector, disks: readonly Disk[]): Disk[] {
  return disks.filter(
    (disk) =>
      (selector.device === undefined || selector.device === disk.device) &&
      (selector.model === undefined || matches(selector.model, disk.model)) &&
      (selector.transport === undefined || selector.transport === disk.transport) &&
      (selector.minSize === undefined || mebibytes(disk.size) >= mebibytes(selector.minSize)) &&
      (selector.maxSize === undefined || mebibytes(disk.size) <= mebibytes(selector.maxSize)),
  );
}

/** Whether text matches a pattern in which `*` stands for any text. */
export function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return text.length >= position + last.length && text.endsWith(last);
}

/** Size in MiB of the largest disk that the system may go to; undefined where the profile lists none. */
export function systemDiskSize(node: NodeSpec, hardware: HardwareProfile): number | undefined {
  const sizes = candidates(node.systemDisk, hardware.disks).map(({ size }) => mebibytes(size));
  return sizes.length === 0 ? undefined : Math.max(...sizes);
}
