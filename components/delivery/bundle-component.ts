import * as pulumi from "@pulumi/pulumi";
import type { Bundle } from "../contracts/bundle";

/**
 * The component of a bundle: `hearth:<layer>:<component>`, parent of everything in it.
 * Its children are registered by {@link deliver}, in the order of their needs.
 */
export class BundleComponent extends pulumi.ComponentResource {
  constructor(bundle: Bundle, opts: pulumi.ComponentResourceOptions) {
    super(`hearth:${bundle.layer}:${bundle.component}`, bundle.name, {}, opts);
  }

  /** Marks the component complete; called once all its children are registered. */
  complete(): void {
    this.registerOutputs({});
  }
}
