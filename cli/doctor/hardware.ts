import { Client, credentials, status, type ServiceError } from "@grpc/grpc-js";
import { listResources, type TalosResource } from "./talos-resources";

/** What is in a machine, as Talos found it. */
export interface Hardware {
  readonly disks: readonly TalosDisk[];
  readonly links: readonly TalosLink[];
  /** Addresses with the length of their prefix, with the link that has each. */
  readonly addresses: readonly { readonly link: string; readonly address: string }[];
}

/**
 * A disk as Talos found it.
 * https://docs.siderolabs.com/talos/v1.12/reference/configuration/block/volumeconfig
 */
export interface TalosDisk {
  /** E.g. `/dev/sda`. */
  readonly device: string;
  readonly model: string;
  readonly serial: string;
  readonly wwid: string;
  /** Bus: `nvme`, `sata`, `usb`, `mmc`, `virtio`; empty for what is not on one. */
  readonly transport: string;
  /** Bytes. */
  readonly size: number;
  /** Links to it below /dev. */
  readonly links: readonly string[];
  /** Whether nothing can be written to it: an optical disk, or a loop device of Talos's own. */
  readonly isReadOnly: boolean;
}

/**
 * A network link as Talos found it.
 * https://docs.siderolabs.com/talos/v1.12/reference/configuration/network/linkaliasconfig
 */
export interface TalosLink {
  /** The kernel's name, e.g. `enp1s0`. */
  readonly name: string;
  /** Permanent hardware address, lower case with colons. */
  readonly mac: string;
  readonly driver: string;
  /** Whether it is a network card, and no VLAN, bond or bridge. */
  readonly isPhysical: boolean;
  /** Whether a cable is plugged in at both ends. */
  readonly isUp: boolean;
  /** Mbit/s; undefined where the card does not say. */
  readonly speed: number | undefined;
}

/**
 * The hardware of a machine in maintenance mode, by the resources that `talosctl get --insecure`
 * reads. In maintenance mode the API's certificate is self-signed, nothing secret is sent, and
 * resources without secrets are shown to everybody.
 * https://docs.siderolabs.com/talos/v1.12/learn-more/controllers-resources
 *
 * @param endpoint `address:port`
 * @returns `configured` where it asks for a client certificate: then it has a config already;
 *   `silent` where it takes the call and does not answer in time
 */
export async function maintenanceHardware(
  endpoint: string,
): Promise<Hardware | "configured" | "silent"> {
  const client = new Client(
    endpoint,
    credentials.createSsl(null, null, null, { rejectUnauthorized: false }),
    // The address that was asked for need not stand in the certificate.
    { "grpc.ssl_target_name_override": "maintenance-service.talos.dev" },
  );
  try {
    const [disks, links, addresses] = await Promise.all([
      listResources(client, "runtime", "Disks.block.talos.dev"),
      listResources(client, "network", "LinkStatuses.net.talos.dev"),
      listResources(client, "network", "AddressStatuses.net.talos.dev"),
    ]);
    return {
      disks: disks.map(diskOf).filter(isDisk),
      links: links.map(linkOf),
      addresses: addresses.map(({ spec }) => ({
        link: textOf(spec["linkName"]),
        address: textOf(spec["address"]),
      })),
    };
  } catch (error) {
    const { code } = error as Partial<ServiceError>;
    if (code === undefined) throw error;
    return code === status.DEADLINE_EXCEEDED ? "silent" : "configured";
  } finally {
    client.close();
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function diskOf({ spec }: TalosResource): TalosDisk {
  const { symlinks } = spec;
  return {
    device: textOf(spec["dev_path"]),
    model: textOf(spec["model"]),
    serial: textOf(spec["serial"]),
    wwid: textOf(spec["wwid"]),
    transport: textOf(spec["transport"]),
    size: Number(spec["size"] ?? 0),
    links: Array.isArray(symlinks) ? symlinks.map(textOf) : [],
    isReadOnly: spec["readonly"] === "true" || spec["cdrom"] === "true",
  };
}

/** Whether Talos could be installed there at all. */
const isDisk = ({ device, isReadOnly }: TalosDisk): boolean =>
  !isReadOnly && !/^\/dev\/(?:loop|zram|dm-)/.test(device);

function linkOf({ id, spec }: TalosResource): TalosLink {
  const speed = Number(spec["speedMbit"] ?? 0);
  return {
    name: id,
    mac: (textOf(spec["permanentAddr"]) || textOf(spec["hardwareAddr"])).toLowerCase(),
    driver: textOf(spec["driver"]),
    isPhysical: textOf(spec["type"]) === "ether" && textOf(spec["kind"]) === "",
    isUp: spec["linkState"] === "true",
    // The kernel says -1, or its unsigned form, of a link without a cable.
    speed: speed > 0 && speed < 2 ** 31 - 1 ? speed : undefined,
  };
}
