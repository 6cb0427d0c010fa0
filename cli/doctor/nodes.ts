import type { ClusterSpec, NodeSpec } from "../../spec/cluster";
import { mebibytes } from "../../spec/quantity";
import { nodesOf } from "../../spec/queries";
import { failed, ok, warned, type Check } from "./check";
import { maintenanceDisks, type TalosDisk } from "./talos-disks";
import type { World } from "./world";

/** Port of the Talos API. https://www.talos.dev/v1.12/learn-more/talos-network-connectivity/ */
const TALOS_PORT = 50000;

/** Bytes of a mebibyte. */
const MIB = 2 ** 20;

/** Every node: does it answer, does it wait for a config, and has it the disks that the spec says. */
export async function checkNodes(
  world: World,
  spec: ClusterSpec,
  endpoints: Readonly<Record<string, string>>,
): Promise<{ readonly checks: Check[]; readonly isNew: boolean }> {
  const results = await Promise.all(
    nodesOf(spec).map(({ name, node }) => checkNode(world, name, node, endpoints[name] ?? "")),
  );
  return {
    checks: results.flatMap(({ checks }) => checks),
    isNew: results.every(({ configured }) => !configured),
  };
}

async function checkNode(world: World, name: string, node: NodeSpec, endpoint: string) {
  const title = `node ${name}`;
  const [host = "", port = String(TALOS_PORT)] = endpoint.split(":");
  const answer = await world.probe(host, Number(port));
  if (answer !== "open") {
    const what = answer === "refused" ? "refuses" : "does not answer on";
    return {
      checks: [
        failed(
          title,
          `${host} ${what} port ${port}`,
          `boot it from its Talos image, and give it ${node.address} by a DHCP reservation`,
        ),
      ],
      configured: false,
    };
  }
  const disks = await maintenanceDisks(`${host}:${port}`);
  if (disks === undefined) {
    return {
      checks: [
        warned(
          title,
          `${host} asks for a client certificate: it has a config already`,
          "nothing for a cluster that runs; for a new one, reset the machine to maintenance mode",
        ),
      ],
      configured: true,
    };
  }
  return {
    checks: [ok(title, `${host} waits in maintenance mode`), ...diskChecks(name, node, disks)],
    configured: false,
  };
}

type Selector = NodeSpec["systemDisk"];

function diskChecks(name: string, node: NodeSpec, disks: readonly TalosDisk[]): Check[] {
  const wanted: [string, Selector][] = [
    ["system disk", node.systemDisk],
    ...node.ceph.map((selector, index): [string, Selector] => [
      `Ceph disk ${String(index + 1)}`,
      selector,
    ]),
  ];
  const there = disks.map(({ device, model }) => `${device} (${model})`).join(", ") || "none";
  return wanted.map(([what, selector]) => {
    const title = `node ${name}, ${what}`;
    const matching = disks.filter((disk) => matches(disk, selector));
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

/** Whether a disk is what a selector says, as far as the listing tells; the rest counts as true. */
export function matches(disk: TalosDisk, selector: Selector): boolean {
  const { device, byId, model, serial, wwid, transport, minSize, maxSize } = selector;
  return (
    (device === undefined || disk.device === device) &&
    (byId === undefined || isLinkOf(byId, disk)) &&
    (model === undefined || glob(model).test(disk.model)) &&
    (serial === undefined || disk.serial === serial) &&
    (wwid === undefined || disk.wwid === wwid) &&
    (transport === undefined || transportOf(disk) === transport) &&
    (minSize === undefined || disk.size / MIB >= mebibytes(minSize)) &&
    (maxSize === undefined || disk.size / MIB <= mebibytes(maxSize))
  );
}

/**
 * The listing has no links: udev makes them of bus, model with underscores, and serial number.
 * The model is enough, because the serial number in the listing may be of another form.
 */
function isLinkOf(byId: string, { model, serial }: TalosDisk): boolean {
  const name = model.trim().replaceAll(/\s+/g, "_");
  return (serial !== "" && byId.includes(serial)) || (name !== "" && byId.includes(`-${name}_`));
}

/** The listing has no transport: it follows from the kind and the path on the bus. */
function transportOf({ kind, device, busPath }: TalosDisk): string {
  if (kind === "nvme" || device.startsWith("/dev/nvme")) return "nvme";
  if (kind === "sd" || device.startsWith("/dev/mmcblk")) return "mmc";
  if (/usb/.test(busPath)) return "usb";
  return /virtio/.test(busPath) || device.startsWith("/dev/vd") ? "virtio" : "sata";
}

/** An expression for a pattern in which * stands for any text. */
function glob(pattern: string): RegExp {
  const literal = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`);
}
