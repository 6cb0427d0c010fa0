import type { NodeSpec } from "../../spec/cluster";
import { mebibytes } from "../../spec/quantity";
import { matches } from "../../spec/rules/support/disks";
import { failed, ok, warned, type Check } from "./check";
import type { TalosDisk } from "./hardware";

/** Bytes of a mebibyte. */
const MIB = 2 ** 20;

type Selector = NodeSpec["systemDisk"];

/** Whether every disk selector of a node picks one disk of the machine. */
export function diskChecks(name: string, node: NodeSpec, disks: readonly TalosDisk[]): Check[] {
  const wanted: [string, Selector][] = [
    ["system disk", node.systemDisk],
    ...node.ceph.map((selector, index): [string, Selector] => [
      `Ceph disk ${String(index + 1)}`,
      selector,
    ]),
    ...Object.entries(node.volumes).flatMap(([volume, { disk }]): [string, Selector][] =>
      disk === undefined ? [] : [[`disk of volume ${volume}`, disk]],
    ),
  ];
  const there = disks.map(({ device, model }) => `${device} (${model})`).join(", ") || "none";
  return wanted.map(([what, selector]) => {
    const title = `node ${name}, ${what}`;
    const matching = disks.filter((disk) => isSelected(disk, selector));
    const [first] = matching;
    return first === undefined
      ? failed(
          title,
          `no disk is ${JSON.stringify(selector)}; there are: ${there}`,
          `correct the selector in stacks/, or plug the disk in`,
        )
      : matching.length === 1
        ? ok(title, `${first.device} (${first.model})`)
        : warned(
            title,
            `${String(matching.length)} disks match: ${matching.map(({ device }) => device).join(", ")}`,
            "make the selector narrower, so that it cannot pick the other one",
          );
  });
}

/** Whether a disk is what a selector says. */
export function isSelected(disk: TalosDisk, selector: Selector): boolean {
  const { device, byId, model, serial, wwid, transport, minSize, maxSize } = selector;
  return (
    (device === undefined || disk.device === device) &&
    (byId === undefined || disk.links.includes(linkPath(byId))) &&
    (model === undefined || matches(model, disk.model)) &&
    (serial === undefined || matches(serial, disk.serial)) &&
    (wwid === undefined || matches(wwid, disk.wwid)) &&
    (transport === undefined || disk.transport === transport) &&
    (minSize === undefined || disk.size / MIB >= mebibytes(minSize)) &&
    (maxSize === undefined || disk.size / MIB <= mebibytes(maxSize))
  );
}

const linkPath = (byId: string): string =>
  byId.startsWith("/") ? byId : `/dev/disk/by-id/${byId}`;
