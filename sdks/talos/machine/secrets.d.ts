import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/pulumi";
import type * as inputs from "../types/input";
import type * as outputs from "../types/output";

/**
 * The secrets of one Talos cluster: its certificate authorities, tokens and encryption keys, and an admin
 * client for the Talos API. Generated once. Raising `talosVersion` later changes state only and never the
 * secrets. Neither output is marked secret as a whole; only the keys inside are, so add
 * `additionalSecretOutputs: ["clientConfiguration", "machineSecrets"]` where that matters.
 *
 * Source: https://www.talos.dev/v1.12/reference/cli/#talosctl-gen-secrets
 */
export declare class Secrets extends CustomResource {
  static get(
    name: string,
    id: Input<ID>,
    state?: SecretsState,
    options?: CustomResourceOptions,
  ): Secrets;
  static isInstance(value: unknown): value is Secrets;
  /** Talos API credentials with the role `os:admin`, valid for one year, renewed in their last month. */
  readonly clientConfiguration: Output<outputs.machine.ClientConfiguration>;
  /** The secrets themselves. */
  readonly machineSecrets: Output<outputs.machine.MachineSecrets>;
  /** The version contract in use. */
  readonly talosVersion: Output<string>;
  constructor(name: string, args?: SecretsArgs, options?: CustomResourceOptions);
}

/** Properties that narrow the look-up of an existing {@link Secrets}. */
export interface SecretsState {
  clientConfiguration?: Input<inputs.machine.ClientConfiguration>;
  machineSecrets?: Input<inputs.machine.MachineSecretsArgs>;
  talosVersion?: Input<string>;
}

/** Arguments of {@link Secrets}. */
export interface SecretsArgs {
  /** Version contract, such as `v1.12` or `1.12.4`. Default: that of the provider. */
  talosVersion?: Input<string>;
}
