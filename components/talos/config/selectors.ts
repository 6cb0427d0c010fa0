import type { NodeSpec } from "../../../spec/cluster";
import { UserError } from "../../../spec/report";

type DiskSelector = NodeSpec["systemDisk"];
type Interface = NonNullable<NodeSpec["interfaces"]>[string];
type NicSelector = NonNullable<Interface["nic"]>;

/** A size of the spec as Talos writes it: `256Gi` is `256GiB`. */
export const talosSize = (size: string): string => `${size}B`;

/** A size of the spec in a CEL expression: `256Gi` is `256u * GiB`. */
const celSize = (size: string): string => `${size.slice(0, -2)}u * ${size.slice(-2)}B`;

const quote = (text: string): string => JSON.stringify(text);

/** Equality, or a glob where the text has a `*`. */
const match = (text: string, field: string): string =>
  text.includes("*") ? `glob(${quote(text)}, ${field})` : `${field} == ${quote(text)}`;

/**
 * The CEL expression that picks a disk for a volume; the system disk where no selector is given.
 * https://www.talos.dev/v1.12/reference/configuration/block/volumeconfig/
 */
export function diskExpression(selector: DiskSelector | undefined): string {
  if (selector === undefined) return "system_disk";
  const { device, byId, model, serial, wwid, transport, minSize, maxSize } = selector;
  const terms = [
    device === undefined ? [] : [`disk.dev_path == ${quote(device)}`],
    byId === undefined ? [] : [`${quote(`/dev/disk/by-id/${idOf(byId)}`)} in disk.symlinks`],
    model === undefined ? [] : [match(model, "disk.model")],
    serial === undefined ? [] : [match(serial, "disk.serial")],
    wwid === undefined ? [] : [match(wwid, "disk.wwid")],
    transport === undefined ? [] : [`disk.transport == ${quote(transport)}`],
    minSize === undefined ? [] : [`disk.size >= ${celSize(minSize)}`],
    maxSize === undefined ? [] : [`disk.size <= ${celSize(maxSize)}`],
  ].flat();
  return terms.join(" && ");
}

const idOf = (byId: string): string => byId.replace(/^\/dev\/disk\/by-id\//, "");

/** Where on the machine's buses a disk of a kind hangs; `install.diskSelector` knows no transport. */
const BUS_PATHS = { sata: "/pci*/ata*", usb: "*/usb*", virtio: "*/virtio*" } as const;

/**
 * `machine.install.disk` or `diskSelector`.
 * https://www.talos.dev/v1.12/reference/configuration/v1alpha1/config/#Config.machine.install
 *
 * @throws UserError for a combination that Talos's install section cannot express
 */
export function installDisk(node: string, selector: DiskSelector): Record<string, unknown> {
  const { device, byId, model, serial, wwid, transport, minSize, maxSize } = selector;
  const path = device ?? (byId === undefined ? undefined : `/dev/disk/by-id/${idOf(byId)}`);
  if (path !== undefined) {
    const others = [device === undefined ? undefined : byId, model, serial, wwid, transport];
    if ([...others, minSize, maxSize].some((one) => one !== undefined)) {
      throw new UserError([
        `nodes.${node}.systemDisk: a device path stands alone in Talos's install section; remove the other fields, or the path`,
      ]);
    }
    return { disk: path };
  }
  if (minSize !== undefined && maxSize !== undefined) {
    throw new UserError([
      `nodes.${node}.systemDisk: Talos's install section takes one size; keep minSize or maxSize and add model or transport`,
    ]);
  }
  const size =
    minSize !== undefined
      ? `>= ${talosSize(minSize)}`
      : maxSize !== undefined
        ? `<= ${talosSize(maxSize)}`
        : undefined;
  const type = transport === "nvme" ? "nvme" : transport === "mmc" ? "sd" : undefined;
  const busPath =
    transport === "sata" || transport === "usb" || transport === "virtio"
      ? BUS_PATHS[transport]
      : undefined;
  return { diskSelector: { model, serial, wwid, size, type, busPath } };
}

/**
 * The CEL expression that picks one link; it has to match exactly one.
 * https://www.talos.dev/v1.12/reference/configuration/network/linkaliasconfig/
 */
export function linkExpression({ mac, driver, physical }: NicSelector): string {
  const terms = [
    mac === undefined ? [] : [`mac(link.permanent_addr) == ${quote(mac)}`],
    driver === undefined ? [] : [match(driver, "link.driver")],
    // ARPHRD_ETHER without a kind is what Talos itself calls physical.
    physical === true ? ['link.type == 1 && link.kind == ""'] : [],
  ].flat();
  return terms.join(" && ");
}
