import * as pulumi from "@pulumi/pulumi";
import * as talos from "@pulumiverse/talos";
import type { ClusterSpec } from "../../spec/cluster";
import type { NamedNode } from "../../spec/queries";
import { imageProfiles, schematicId, schematicYaml } from "./schematic";

/** Registers what every image is made of with the Image Factory, by the name of the image. */
export function registerSchematics(
  name: string,
  spec: ClusterSpec,
  opts: pulumi.CustomResourceOptions,
): Map<string, talos.imagefactory.Schematic> {
  const schematics = new Map<string, talos.imagefactory.Schematic>();
  for (const [image, hardware] of imageProfiles(spec)) {
    schematics.set(
      image,
      new talos.imagefactory.Schematic(
        `${name}-schematic-${image}`,
        { schematic: schematicYaml(hardware) },
        opts,
      ),
    );
  }
  return schematics;
}

/**
 * A node's config once the Image Factory holds the image that it names.
 *
 * @throws Error in the output where the factory's id is not the one computed here, which would be
 *   an image that nobody can pull
 */
export function whenImageExists(
  { hardware, node }: NamedNode,
  schematic: talos.imagefactory.Schematic,
  configuration: pulumi.Output<string>,
): pulumi.Output<string> {
  const expected = schematicId(hardware);
  return pulumi.all([schematic.id, configuration]).apply(([id, text]) => {
    if (/^[0-9a-f]{64}$/.test(id) && id !== expected) {
      throw new Error(
        `hardware.${node.hardware}: the Image Factory gave schematic ${id}, not ${expected}`,
      );
    }
    return text;
  });
}
