import type { Input, InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi";
import type * as inputs from "../types/input";
import type * as outputs from "../types/output";

/**
 * Generates the machine configuration of one kind of machine. Pure: it touches no machine and no network.
 * Fails on a patch that does not parse or apply and on an unknown machine type.
 *
 * Source: https://www.talos.dev/v1.12/reference/cli/#talosctl-gen-config
 */
export declare function getConfiguration(
  args: GetConfigurationArgs,
  options?: InvokeOptions,
): Promise<GetConfigurationResult>;

/** {@link getConfiguration}, from outputs. */
export declare function getConfigurationOutput(
  args: GetConfigurationOutputArgs,
  options?: InvokeOutputOptions,
): Output<GetConfigurationResult>;

/** Arguments of {@link getConfiguration}. */
export interface GetConfigurationArgs {
  /** URL of the Kubernetes API server, such as `https://192.0.2.10:6443`. */
  clusterEndpoint: string;
  clusterName: string;
  /** Strategic-merge or multi-document patches (YAML), or JSON patches (RFC 6902), applied in order. */
  configPatches?: string[];
  /** Write documentation comments into the configuration. Default false. */
  docs?: boolean;
  /** Write commented examples into the configuration. Default false. */
  examples?: boolean;
  /** Kubernetes version, with or without a leading `v`. Default: that of the provider's Talos. */
  kubernetesVersion?: string;
  machineSecrets: inputs.machine.MachineSecrets;
  /** `controlplane` or `worker`. */
  machineType: string;
  /** Version contract of the configuration, such as `v1.12`. It does not choose the installed version. */
  talosVersion?: string;
}

/** Arguments of {@link getConfigurationOutput}. */
export interface GetConfigurationOutputArgs {
  clusterEndpoint: Input<string>;
  clusterName: Input<string>;
  configPatches?: Input<Input<string>[]>;
  docs?: Input<boolean>;
  examples?: Input<boolean>;
  kubernetesVersion?: Input<string>;
  machineSecrets: Input<inputs.machine.MachineSecretsArgs>;
  machineType: Input<string>;
  talosVersion?: Input<string>;
}

/** Result of {@link getConfiguration}: its arguments and the configuration. */
export interface GetConfigurationResult {
  readonly clusterEndpoint: string;
  readonly clusterName: string;
  readonly configPatches?: string[];
  readonly docs?: boolean;
  readonly examples?: boolean;
  readonly id: string;
  readonly kubernetesVersion?: string;
  /** The machine configuration (YAML), patches included. Secret. */
  readonly machineConfiguration: string;
  readonly machineSecrets: outputs.machine.MachineSecrets;
  readonly machineType: string;
  readonly talosVersion?: string;
}
