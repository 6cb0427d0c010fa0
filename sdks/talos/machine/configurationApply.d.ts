import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/pulumi";
import type * as inputs from "../types/input";
import type * as outputs from "../types/output";

/**
 * Sends a machine its configuration: to the maintenance service where the machine has none yet, else over
 * mutual TLS. Exactly one of `machineConfigurationInput` and `machineConfigurationInputWo` has to be given,
 * and one of `clientConfiguration` and `clientConfigurationWo`.
 *
 * Source: https://www.talos.dev/v1.12/talos-guides/configuration/editing-machine-configuration/
 */
export declare class ConfigurationApply extends CustomResource {
  static get(
    name: string,
    id: Input<ID>,
    state?: ConfigurationApplyState,
    options?: CustomResourceOptions,
  ): ConfigurationApply;
  static isInstance(value: unknown): value is ConfigurationApply;
  readonly applyMode: Output<string>;
  readonly clientConfiguration: Output<outputs.machine.ClientConfiguration | undefined>;
  /** Secret. */
  readonly clientConfigurationWo: Output<
    outputs.machine.ConfigurationApplyClientConfigurationWo | undefined
  >;
  readonly configPatches: Output<string[] | undefined>;
  readonly endpoint: Output<string>;
  /** The configuration as sent, patches included. Secret. */
  readonly machineConfiguration: Output<string>;
  /** SHA-256 of the configuration as sent, in hex. */
  readonly machineConfigurationHash: Output<string>;
  /** Secret. */
  readonly machineConfigurationInput: Output<string | undefined>;
  /** Secret. */
  readonly machineConfigurationInputWo: Output<string | undefined>;
  readonly node: Output<string>;
  readonly onDestroy: Output<outputs.machine.ConfigurationApplyOnDestroy | undefined>;
  /** What `staged_if_needing_reboot` came to (`auto` or `staged`); otherwise `applyMode`. */
  readonly resolvedApplyMode: Output<string>;
  readonly timeouts: Output<outputs.machine.Timeout | undefined>;
  constructor(name: string, args: ConfigurationApplyArgs, options?: CustomResourceOptions);
}

/** Properties that narrow the look-up of an existing {@link ConfigurationApply}. */
export interface ConfigurationApplyState {
  applyMode?: Input<string>;
  clientConfiguration?: Input<inputs.machine.ClientConfiguration>;
  clientConfigurationWo?: Input<inputs.machine.ConfigurationApplyClientConfigurationWo>;
  configPatches?: Input<Input<string>[]>;
  endpoint?: Input<string>;
  machineConfiguration?: Input<string>;
  machineConfigurationHash?: Input<string>;
  machineConfigurationInput?: Input<string>;
  machineConfigurationInputWo?: Input<string>;
  node?: Input<string>;
  onDestroy?: Input<inputs.machine.ConfigurationApplyOnDestroy>;
  resolvedApplyMode?: Input<string>;
  timeouts?: Input<inputs.machine.Timeout>;
}

/** Arguments of {@link ConfigurationApply}. */
export interface ConfigurationApplyArgs {
  /** `auto`, `reboot`, `no_reboot`, `staged` or `staged_if_needing_reboot`. Default `auto`. */
  applyMode?: Input<string>;
  clientConfiguration?: Input<inputs.machine.ClientConfiguration>;
  /** `clientConfiguration` that state does not keep. Secret. */
  clientConfigurationWo?: Input<inputs.machine.ConfigurationApplyClientConfigurationWo>;
  /** Strategic-merge or multi-document patches (YAML), or JSON patches (RFC 6902), applied in order. */
  configPatches?: Input<Input<string>[]>;
  /** Address to connect to, with an optional port (default 50000). Default: `node`. */
  endpoint?: Input<string>;
  /** Machine configuration (YAML). Secret. */
  machineConfigurationInput?: Input<string>;
  /** `machineConfigurationInput` that state does not keep. Secret. */
  machineConfigurationInputWo?: Input<string>;
  /** Address of the machine to configure. */
  node: Input<string>;
  onDestroy?: Input<inputs.machine.ConfigurationApplyOnDestroy>;
  timeouts?: Input<inputs.machine.Timeout>;
}
