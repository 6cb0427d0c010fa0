import type { Input, Output, ResourceOptions } from "@pulumi/pulumi";
import { ProviderResource } from "@pulumi/pulumi";

/** An explicitly configured instance of the Talos provider. */
export declare class Provider extends ProviderResource {
  static isInstance(value: unknown): value is Provider;
  /** URL of the Image Factory in use; undefined means the public one. */
  readonly imageFactoryUrl: Output<string | undefined>;
  constructor(name: string, args?: ProviderArgs, options?: ResourceOptions);
}

/** Arguments of {@link Provider}. */
export interface ProviderArgs {
  /** URL of the Image Factory that makes schematics. Default `https://factory.talos.dev`. */
  imageFactoryUrl?: Input<string>;
}
