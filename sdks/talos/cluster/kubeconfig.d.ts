import type { CustomResourceOptions, ID, Input, Output } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/pulumi";
import type * as inputs from "../types/input";
import type * as outputs from "../types/output";

/**
 * An admin kubeconfig, fetched from a control plane and fetched again when its certificate has less than
 * `certificateRenewalDuration` left.
 *
 * Source: https://www.talos.dev/v1.12/reference/cli/#talosctl-kubeconfig
 */
export declare class Kubeconfig extends CustomResource {
  static get(
    name: string,
    id: Input<ID>,
    state?: KubeconfigState,
    options?: CustomResourceOptions,
  ): Kubeconfig;
  static isInstance(value: unknown): value is Kubeconfig;
  readonly certificateRenewalDuration: Output<string>;
  readonly clientConfiguration: Output<outputs.cluster.KubeconfigClientConfiguration>;
  readonly endpoint: Output<string>;
  /** The kubeconfig (YAML). Secret. */
  readonly kubeconfigRaw: Output<string>;
  readonly kubernetesClientConfiguration: Output<outputs.cluster.KubeconfigKubernetesClientConfiguration>;
  readonly node: Output<string>;
  readonly timeouts: Output<outputs.cluster.KubeconfigTimeouts | undefined>;
  constructor(name: string, args: KubeconfigArgs, options?: CustomResourceOptions);
}

/** Properties that narrow the look-up of an existing {@link Kubeconfig}. */
export interface KubeconfigState {
  certificateRenewalDuration?: Input<string>;
  clientConfiguration?: Input<inputs.cluster.KubeconfigClientConfiguration>;
  endpoint?: Input<string>;
  kubeconfigRaw?: Input<string>;
  kubernetesClientConfiguration?: Input<inputs.cluster.KubeconfigKubernetesClientConfiguration>;
  node?: Input<string>;
  timeouts?: Input<inputs.cluster.KubeconfigTimeouts>;
}

/** Arguments of {@link Kubeconfig}. */
export interface KubeconfigArgs {
  /** Renew when less than this is left of the certificate's year. A Go duration. Default `720h`. */
  certificateRenewalDuration?: Input<string>;
  clientConfiguration: Input<inputs.cluster.KubeconfigClientConfiguration>;
  /** Address to connect to, with an optional port (default 50000). Default: `node`. */
  endpoint?: Input<string>;
  /** Address of a control plane. */
  node: Input<string>;
  timeouts?: Input<inputs.cluster.KubeconfigTimeouts>;
}
