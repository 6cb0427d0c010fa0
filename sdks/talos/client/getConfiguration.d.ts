import type { Input, InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi";
import type * as inputs from "../types/input";
import type * as outputs from "../types/output";

/**
 * Writes a talosconfig, the file that `talosctl` reads. Pure: it touches no machine and no network.
 *
 * Source: https://www.talos.dev/v1.12/reference/cli/#talosctl-config
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
  clientConfiguration: inputs.client.GetConfigurationClientConfiguration;
  /** Name of the context. */
  clusterName: string;
  /** Addresses to connect to: the control planes. */
  endpoints?: string[];
  /** Addresses of the machines that commands act on by default. */
  nodes?: string[];
}

/** Arguments of {@link getConfigurationOutput}. */
export interface GetConfigurationOutputArgs {
  clientConfiguration: Input<inputs.client.GetConfigurationClientConfigurationArgs>;
  clusterName: Input<string>;
  endpoints?: Input<Input<string>[]>;
  nodes?: Input<Input<string>[]>;
}

/** Result of {@link getConfiguration}: its arguments and the talosconfig. */
export interface GetConfigurationResult {
  readonly clientConfiguration: outputs.client.GetConfigurationClientConfiguration;
  readonly clusterName: string;
  readonly endpoints?: string[];
  readonly id: string;
  readonly nodes?: string[];
  /** The talosconfig (YAML). Secret. */
  readonly talosConfig: string;
}
