import * as pulumi from "@pulumi/pulumi";

/**
 * Waits for the world as resources of the `hearth` provider (provider/): visible in the preview,
 * polled with back-off when they are created, polled again only when what they wait for changes.
 * They contact nothing in a preview and keep no kubeconfig in their outputs.
 */

/** Arguments of {@link ApiReady}. */
export interface ApiReadyArgs {
  /** Administrator's kubeconfig, secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Longest wait, e.g. `15m`. */
  readonly timeout: pulumi.Input<string>;
}

/** Arguments of a gate that looks at the cluster. */
export interface ClusterGateArgs extends ApiReadyArgs {
  /** Names of what it waits for. */
  readonly subjects: pulumi.Input<pulumi.Input<string>[]>;
}

/** Waits until the Kubernetes API says of itself that it is ready (`/readyz`). */
export class ApiReady extends pulumi.CustomResource {
  constructor(name: string, args: ApiReadyArgs, opts?: pulumi.CustomResourceOptions) {
    super("hearth:gates:ApiReady", name, inputs(args), opts);
  }
}

/** Waits until every named node is Ready. */
export class NodesReady extends pulumi.CustomResource {
  constructor(name: string, args: ClusterGateArgs, opts?: pulumi.CustomResourceOptions) {
    super("hearth:gates:NodesReady", name, inputs(args), opts);
  }
}

/** Waits until the named Ceph cluster (`namespace/name`) reports HEALTH_OK. */
export class CephHealthy extends pulumi.CustomResource {
  constructor(name: string, args: ClusterGateArgs, opts?: pulumi.CustomResourceOptions) {
    super("hearth:gates:CephHealthy", name, inputs(args), opts);
  }
}

function inputs(args: ApiReadyArgs): pulumi.Inputs {
  return { ...args, kubeconfig: pulumi.secret(args.kubeconfig) };
}
