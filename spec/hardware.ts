import { z } from "zod";
import { architecture, byteSize, cpuQuantity, kernelArgument } from "./primitives";

/** A disk that a machine of a profile has. */
const disk = z
  .strictObject({
    device: z.string().describe("Kernel name, e.g. /dev/nvme0n1"),
    model: z.string().describe("Model as the kernel reports it"),
    size: byteSize.describe("Capacity"),
    transport: z.enum(["nvme", "sata", "mmc", "usb", "virtio"]).describe("Bus"),
  })
  .describe("A disk of the machine");

/** A network interface that a machine of a profile has. */
const nic = z
  .strictObject({
    driver: z.string().describe("Kernel driver, e.g. e1000e"),
    speedMbps: z.int().min(10).describe("Link speed in Mbit/s"),
  })
  .describe("A network interface of the machine");

/** A board overlay of the Talos Image Factory. */
const overlay = z
  .strictObject({
    name: z.string().describe("Overlay, e.g. rpi_generic"),
    image: z.string().describe("Image that holds it, e.g. siderolabs/sbc-raspberrypi"),
    configTxtAppend: z
      .string()
      .optional()
      .describe("Lines added to the Raspberry Pi's config.txt, e.g. the PoE fan's steps"),
  })
  .describe("Overlay of a single-board computer");

/** What a kubelet keeps back from pods. */
const reservation = z.strictObject({
  cpu: cpuQuantity.describe("CPU kept back"),
  memory: byteSize.describe("Memory kept back"),
});

/**
 * A kind of machine: what its image needs, and what every machine of the kind has.
 * Image and extension facts: https://www.talos.dev/v1.12/talos-guides/install/boot-assets/
 */
export const hardwareSchema = z
  .strictObject({
    description: z.string().describe("What the machine is, one line"),
    architecture,
    board: z
      .enum(["metal", "rpi_generic"])
      .default("metal")
      .describe("`metal` for a PC, else the overlay's board"),
    overlay: overlay.optional(),
    extensions: z
      .array(z.string())
      .default([])
      .describe(
        "System extensions, official ones by name (siderolabs/…); their order decides the schematic id",
      ),
    kernelArgs: z
      .array(kernelArgument)
      .default([])
      .describe(
        "Extra kernel arguments, part of the installer image; a leading minus removes a default one",
      ),
    cpus: z.int().min(1).describe("Logical processors"),
    memoryMiB: z.int().min(64).describe("Memory that the kernel sees, in MiB"),
    disks: z.array(disk).default([]).describe("Disks of every machine of the kind"),
    nics: z.array(nic).min(1).describe("Network interfaces of every machine of the kind"),
    kernelModules: z
      .array(z.string())
      .default([])
      .describe("Kernel modules that are loaded at boot"),
    udevRules: z.array(z.string()).default([]).describe("udev rules"),
    gpu: z.enum(["intel", "amd"]).optional().describe("GPU that pods may use"),
    watchdog: z
      .boolean()
      .default(false)
      .describe("Whether it has a hardware watchdog at /dev/watchdog0"),
    reserved: z
      .strictObject({
        system: reservation.optional().describe("For the operating system"),
        kubernetes: reservation.optional().describe("For kubelet and container runtime"),
        evictionMemory: byteSize.optional().describe("Free memory below which pods are evicted"),
      })
      .prefault({})
      .describe(
        "What is kept back from pods; what is absent is Talos's own, or more on a machine below 8 GiB",
      ),
    supported: z
      .boolean()
      .default(true)
      .describe(
        "False for a machine that Talos has no image for; it may only stand in the inventory",
      ),
  })
  .describe("A hardware profile");
