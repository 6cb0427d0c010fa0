import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { ClusterSpec, HardwareProfile } from "../../spec/cluster";
import { nodesOf, type NamedNode } from "../../spec/queries";

/**
 * The Image Factory's description of an image, in the field order that its id is computed over.
 * https://github.com/siderolabs/image-factory (pkg/schematic)
 */
export function schematicDocument(hardware: HardwareProfile): Record<string, unknown> {
  const { overlay, kernelArgs, extensions } = hardware;
  const customization = {
    ...(kernelArgs.length === 0 ? {} : { extraKernelArgs: kernelArgs }),
    ...(extensions.length === 0
      ? {}
      : { systemExtensions: { officialExtensions: extensions.map(officialName) } }),
  };
  return {
    ...(overlay === undefined
      ? {}
      : {
          overlay: {
            image: overlay.image,
            name: overlay.name,
            ...(overlay.configTxtAppend === undefined
              ? {}
              : { options: { configTxtAppend: overlay.configTxtAppend } }),
          },
        }),
    customization,
  };
}

function officialName(extension: string): string {
  return extension.includes("/") ? extension : `siderolabs/${extension}`;
}

/** The schematic as the Image Factory itself would write it: four blanks a level, no sorting. */
export function schematicYaml(hardware: HardwareProfile): string {
  return stringify(schematicDocument(hardware), { indent: 4, lineWidth: 0, singleQuote: true });
}

/**
 * The id that the Image Factory gives the schematic: the SHA-256 of its canonical YAML, known
 * without network. The order of extensions and of kernel arguments is part of it.
 */
export function schematicId(hardware: HardwareProfile): string {
  return createHash("sha256").update(schematicYaml(hardware)).digest("hex");
}

/** The image that a node of the profile is installed and upgraded from. */
export function installerImage(
  spec: Pick<ClusterSpec, "talos">,
  hardware: HardwareProfile,
): string {
  const { imageFactory, version } = spec.talos;
  return `${imageFactory}/metal-installer/${schematicId(hardware)}:${version}`;
}

/** The disk image that a new machine of the profile is started from. */
export function bootImageUrl(spec: Pick<ClusterSpec, "talos">, hardware: HardwareProfile): string {
  const { imageFactory, version } = spec.talos;
  const file = `metal-${hardware.architecture}.${hardware.board === "metal" ? "iso" : "raw.xz"}`;
  return `https://${imageFactory}/image/${schematicId(hardware)}/${version}/${file}`;
}

/**
 * The name of a node's image: its hardware profile. A node with kernel arguments of its own has an
 * image of its own, named after both; the dot keeps it apart from every profile.
 */
export function imageName({ name, node }: Pick<NamedNode, "name" | "node">): string {
  return node.kernelArgs.length === 0 ? node.hardware : `${node.hardware}.${name}`;
}

/** What the images of the nodes are made of, by {@link imageName}, in the order of the stack. */
export function imageProfiles(
  spec: Pick<ClusterSpec, "nodes" | "hardware">,
): ReadonlyMap<string, HardwareProfile> {
  return new Map(nodesOf(spec).map((named) => [imageName(named), named.hardware]));
}

/** An image that nodes are started and installed from. */
export interface TalosImage {
  /** {@link imageName}. */
  readonly name: string;
  readonly architecture: HardwareProfile["architecture"];
  /** Schematic id. */
  readonly schematic: string;
  /** {@link installerImage}. */
  readonly installer: string;
  /** {@link bootImageUrl}. */
  readonly boot: string;
}

/** The images of all nodes. */
export function talosImages(
  spec: Pick<ClusterSpec, "talos" | "nodes" | "hardware">,
): readonly TalosImage[] {
  return [...imageProfiles(spec)].map(([name, hardware]) => ({
    name,
    architecture: hardware.architecture,
    schematic: schematicId(hardware),
    installer: installerImage(spec, hardware),
    boot: bootImageUrl(spec, hardware),
  }));
}
