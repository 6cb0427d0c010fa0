import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/pulumi";

/**
 * An image recipe, registered with the Image Factory. Its resource id is the schematic id: the same recipe
 * always has the same id.
 *
 * Source: https://www.talos.dev/v1.12/learn-more/image-factory/
 */
export declare class Schematic extends CustomResource {
  static get(
    name: string,
    id: Input<ID>,
    state?: SchematicState,
    options?: CustomResourceOptions,
  ): Schematic;
  static isInstance(value: unknown): value is Schematic;
  readonly schematic: Output<string | undefined>;
  constructor(name: string, args?: SchematicArgs, options?: CustomResourceOptions);
}

/** Properties that narrow the look-up of an existing {@link Schematic}. */
export interface SchematicState {
  schematic?: Input<string>;
}

/** Arguments of {@link Schematic}. */
export interface SchematicArgs {
  /** The recipe (YAML). Default: the plain image. */
  schematic?: Input<string>;
}
