import * as pulumi from "@pulumi/pulumi";

/** Arguments of a gate that looks at the cluster. */
export interface ClusterGateArgs {
  /** Administrator's kubeconfig, secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** Names of what it waits for. */
  readonly subjects: pulumi.Input<pulumi.Input<string>[]>;
  /** Longest wait, e.g. `15m`. */
  readonly timeout: pulumi.Input<string>;
}

/** Waits until every named node is Ready. */
export class NodesReady extends pulumi.CustomResource {
  constructor(name: string, args: ClusterGateArgs, opts?: pulumi.CustomResourceOptions) {
    super("hearth:gates:NodesReady", name, { ...args }, opts);
  }
}

/** Waits until the named Ceph cluster (`namespace/name`) reports HEALTH_OK. */
export class CephHealthy extends pulumi.CustomResource {
  constructor(name: string, args: ClusterGateArgs, opts?: pulumi.CustomResourceOptions) {
    super("hearth:gates:CephHealthy", name, { ...args }, opts);
  }
}
