import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../../spec/cluster";
import { ApiReady } from "../gates";

/** Arguments of {@link ClusterAccess}. */
export interface ClusterAccessArgs {
  readonly spec: Pick<ClusterSpec, "name" | "timeouts">;
  /** Administrator's kubeconfig. */
  readonly kubeconfig: pulumi.Input<string>;
  /**
   * Stack that the cluster belongs to; part of the provider's identity.
   * @default the running stack
   */
  readonly stack?: string;
}

/**
 * The way into the cluster: a gate for its API, and the one Kubernetes provider that everything
 * uses, never an ambient one.
 *
 * The provider's identity is the stack and cluster name and never the kubeconfig, so that a renewed
 * certificate or a newer provider replaces nothing
 * (https://github.com/pulumi/pulumi-kubernetes/issues/4019).
 */
export class ClusterAccess extends pulumi.ComponentResource {
  readonly provider: kubernetes.Provider;
  /** Resolved when the API answers. */
  readonly ready: ApiReady;

  constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("hearth:cluster:ClusterAccess", name, {}, opts);
    const { spec, stack = pulumi.getStack() } = args;
    const kubeconfig = pulumi.secret(args.kubeconfig);
    this.ready = new ApiReady(
      `${name}-api`,
      { kubeconfig, timeout: spec.timeouts.kubernetesApi },
      { parent: this },
    );
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      {
        kubeconfig,
        clusterIdentifier: `${stack}/${spec.name}`,
        enableServerSideApply: true,
        // Data are updated in place: replacing a Secret would take it from the pods that use it.
        enableConfigMapMutable: true,
        enableSecretMutable: true,
      },
      { parent: this, dependsOn: [this.ready] },
    );
    this.registerOutputs({});
  }
}
