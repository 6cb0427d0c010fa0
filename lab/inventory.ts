/**
 * The simulated data centre, as the lab's servers see it: which machines stand in the rack and
 * what hardware is in them. It says nothing of what they are to become; that is the stack's part.
 */

/** CPU architecture in Go's and Kubernetes' spelling (`kubernetes.io/arch`). */
export type LabArchitecture = "amd64" | "arm64";

/** Everything that the lab simulates, one entry a machine. */
export interface LabInventory {
  /** Name of the cluster that the machines are meant for; used in messages and file names only. */
  readonly cluster: string;
  readonly machines: readonly LabMachine[];
}

/** One machine in maintenance mode, waiting for its config. */
export interface LabMachine {
  /** Unique in the inventory; a DNS label. */
  readonly name: string;
  readonly architecture: LabArchitecture;
  /** The IPv4 address that the machine would have on the real network. Nothing listens there. */
  readonly address: string;
  /** Logical CPUs. */
  readonly cpus: number;
  /** Main memory in MiB. */
  readonly memoryMiB: number;
  /** Image Factory schematic that the machine was booted from, if it matters. */
  readonly schematic?: string;
  readonly disks: readonly LabDisk[];
  readonly nics: readonly LabNic[];
}

/** A block device, with what Talos reports of it and disk selectors can match. */
export interface LabDisk {
  /** Device path, e.g. `/dev/nvme0n1`. */
  readonly device: string;
  readonly model: string;
  readonly serial: string;
  readonly wwid?: string;
  readonly sizeBytes: number;
  /** Bus as Talos names it: `nvme`, `sata`, `mmc`, `usb`, `virtio`. */
  readonly transport: string;
  readonly rotational: boolean;
  /** Links under `/dev/disk/by-id/` that point at it, whole paths. */
  readonly byId: readonly string[];
}

/** A network interface. */
export interface LabNic {
  readonly name: string;
  /** Lower case, colon separated. */
  readonly mac: string;
  readonly driver: string;
  /** False for a VLAN, bond or bridge. */
  readonly physical: boolean;
  /** PCI or USB path, as `deviceSelector.busPath` matches it. */
  readonly busPath?: string;
  /** Speed of its link in Mbit/s. */
  readonly speedMbps?: number;
  /** Address that DHCP gives it, with its prefix, e.g. `192.0.2.11/24`. */
  readonly address?: string;
}
