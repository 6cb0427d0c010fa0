import { z } from "zod";
import {
  absolutePath,
  byteSize,
  cidr,
  dnsLabel,
  ipv4,
  kernelArgument,
  labelKey,
  labelValue,
  macAddress,
} from "./primitives";

/** Kubernetes labels. */
export const labels = z.record(labelKey, labelValue).default({});

/** What picks one disk of a machine; every field that is given must match (Talos disk selectors). */
export const diskSelector = z
  .strictObject({
    device: z.string().optional().describe("Kernel name, e.g. /dev/mmcblk0"),
    byId: z.string().optional().describe("Link under /dev/disk/by-id"),
    model: z.string().optional().describe("Model, * matches any text"),
    serial: z.string().optional().describe("Serial number"),
    wwid: z.string().optional().describe("World-wide identifier"),
    transport: z.enum(["nvme", "sata", "mmc", "usb", "virtio"]).optional().describe("Bus"),
    minSize: byteSize.optional().describe("Smallest size"),
    maxSize: byteSize.optional().describe("Largest size"),
  })
  .describe("Selector of one disk");

/** What picks one network interface; every field that is given must match. */
export const nicSelector = z
  .strictObject({
    mac: macAddress.optional().describe("Permanent hardware address"),
    driver: z.string().optional().describe("Kernel driver, * matches any text"),
    physical: z.boolean().optional().describe("Any physical interface"),
  })
  .describe("Selector of a network interface");

/** A configured interface of a node. */
const nodeInterface = z
  .strictObject({
    nic: nicSelector.optional().describe("The interface; absent for a bond"),
    bond: z
      .strictObject({
        mode: z.enum(["active-backup", "802.3ad", "balance-alb"]).describe("Bonding mode"),
        members: z.array(nicSelector).min(1).describe("Interfaces of the bond"),
      })
      .optional()
      .describe("A bond of interfaces"),
    addressing: z
      .enum(["dhcp", "static"])
      .default("dhcp")
      .describe("Address from DHCP (a reservation) or set statically"),
    address: ipv4.optional().describe("Address of a further interface, e.g. the Ceph network"),
    network: cidr.optional().describe("Network of that address"),
    mtu: z.int().min(576).max(9216).default(1500).describe("MTU in bytes"),
    vlans: z.array(dnsLabel).default([]).describe("VLANs of the spec that it carries tagged"),
  })
  .describe("A network interface of the node");

/** Space that Talos sets aside from a disk and mounts. */
const userVolume = z
  .strictObject({
    disk: diskSelector.optional().describe("Disk; the system disk where absent"),
    minSize: byteSize.describe("Smallest size"),
    maxSize: byteSize.optional().describe("Largest size"),
    filesystem: z.enum(["xfs", "ext4"]).default("xfs").describe("File system that it gets"),
  })
  .describe("A user volume, mounted at /var/mnt/<name>");

const taint = z.strictObject({
  key: labelKey.describe("Key of the taint"),
  value: labelValue.optional().describe("Value of the taint"),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .describe("What it does to pods that do not tolerate it"),
});

/** A machine that belongs to the cluster. Its key is its host name. */
export const nodeSchema = z
  .strictObject({
    role: z.enum(["controlplane", "worker"]).describe("Talos machine type"),
    hardware: z.string().describe("Hardware profile"),
    address: ipv4.describe("Its address in the LAN"),
    systemDisk: diskSelector.describe(
      "Disk that Talos is installed to; required, there is no safe default",
    ),
    ceph: z
      .array(diskSelector)
      .default([])
      .describe("Disks that become Ceph OSDs; never the system disk"),
    interfaces: z
      .record(z.string().regex(/^[a-z][a-z0-9]{0,14}$/), nodeInterface)
      .optional()
      .describe(
        "Interfaces by name (`lan` or a bond's name first); one physical interface on DHCP where absent",
      ),
    kernelArgs: z
      .array(kernelArgument)
      .default([])
      .describe(
        "Kernel arguments of this node alone, after those of its profile: they give it an installer image of its own; a leading minus removes one",
      ),
    volumes: z.record(dnsLabel, userVolume).default({}).describe("User volumes by name"),
    ephemeralMaxSize: byteSize
      .optional()
      .describe("Cap of Talos's EPHEMERAL partition, where user volumes share the system disk"),
    labels: labels.describe("Kubernetes labels of the node"),
    taints: z.array(taint).default([]).describe("Taints, set when the node first registers"),
    usb: z
      .record(
        dnsLabel,
        z.strictObject({
          vendor: z
            .string()
            .regex(/^[0-9a-f]{4}$/)
            .describe("USB vendor id, four hex digits"),
          product: z
            .string()
            .regex(/^[0-9a-f]{4}$/)
            .describe("USB product id, four hex digits"),
          path: absolutePath.optional().describe("Device file of it, e.g. /dev/serial/by-id/…"),
        }),
      )
      .default({})
      .describe("USB devices that are plugged into it and that apps use, by name"),
    diskEncryption: z
      .enum(["none", "node-id", "tpm"])
      .default("none")
      .describe("Encryption of the STATE and EPHEMERAL partitions"),
    patches: z
      .array(z.string())
      .default([])
      .describe("Further Talos patches as YAML: strategic merge or documents, never RFC 6902"),
    resetOnDestroy: z
      .boolean()
      .default(false)
      .describe("Whether `pulumi destroy` wipes the machine back to maintenance mode"),
  })
  .describe("A node of the cluster");

/** A machine that is there but is no node, with the reason. */
export const inventorySchema = z
  .strictObject({
    hardware: z.string().describe("Hardware profile"),
    reason: z.string().describe("Why it is not in the cluster"),
    address: ipv4.optional().describe("Its address, kept free"),
  })
  .describe("A machine outside the cluster");
