import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/pulumi";
import type * as inputs from "../types/input";
import type * as outputs from "../types/output";

/**
 * Starts etcd on the first control plane of a cluster, once. A cluster that is bootstrapped already counts
 * as success. Exactly one of `clientConfiguration` and `clientConfigurationWo` has to be given.
 *
 * Source: https://www.talos.dev/v1.12/reference/cli/#talosctl-bootstrap
 */
export declare class Bootstrap extends CustomResource {
  static get(
    name: string,
    id: Input<ID>,
    state?: BootstrapState,
    options?: CustomResourceOptions,
  ): Bootstrap;
  static isInstance(value: unknown): value is Bootstrap;
  readonly clientConfiguration: Output<outputs.machine.ClientConfiguration | undefined>;
  /** Secret. */
  readonly clientConfigurationWo: Output<
    outputs.machine.BootstrapClientConfigurationWo | undefined
  >;
  readonly endpoint: Output<string>;
  readonly node: Output<string>;
  readonly timeouts: Output<outputs.machine.BootstrapTimeouts | undefined>;
  constructor(name: string, args: BootstrapArgs, options?: CustomResourceOptions);
}

/** Properties that narrow the look-up of an existing {@link Bootstrap}. */
export interface BootstrapState {
  clientConfiguration?: Input<inputs.machine.ClientConfiguration>;
  clientConfigurationWo?: Input<inputs.machine.BootstrapClientConfigurationWo>;
  endpoint?: Input<string>;
  node?: Input<string>;
  timeouts?: Input<inputs.machine.BootstrapTimeouts>;
}

/** Arguments of {@link Bootstrap}. */
export interface BootstrapArgs {
  clientConfiguration?: Input<inputs.machine.ClientConfiguration>;
  /** `clientConfiguration` that state does not keep. Secret. */
  clientConfigurationWo?: Input<inputs.machine.BootstrapClientConfigurationWo>;
  /** Address to connect to, with an optional port (default 50000). Default: `node`. */
  endpoint?: Input<string>;
  /** Address of the control plane to bootstrap; a machine's own, never the virtual one. */
  node: Input<string>;
  timeouts?: Input<inputs.machine.BootstrapTimeouts>;
}
