import type * as kubernetes from "@pulumi/kubernetes";
import type { Input, Resource } from "@pulumi/pulumi";
import type { ClusterSpec } from "../../spec/cluster";
import type { Capability } from "./capability";

/** Needs that nothing provides: a mistake in the program or catalogue, never in a stack. */
export class MissingCapabilityError extends Error {
  override readonly name = "MissingCapabilityError";
  constructor(missing: readonly { readonly owner: string; readonly need: Capability }[]) {
    super(
      missing.map(({ owner, need }) => `${owner} needs ${need}, which nothing provides`).join("\n"),
    );
  }
}

/** What has been registered so far, by what it provides. */
export class Registry {
  readonly #providers = new Map<Capability, Set<Resource>>();

  /** Records that a capability is there once the resource is. Several resources may share one. */
  provide(capability: Capability, resource: Resource): void {
    const resources = this.#providers.get(capability);
    if (resources === undefined) this.#providers.set(capability, new Set([resource]));
    else resources.add(resource);
  }

  /** Whether something provides it. */
  has(capability: Capability): boolean {
    return this.#providers.has(capability);
  }

  /**
   * The resources to wait for.
   *
   * @param owner who asks, for the message
   * @throws MissingCapabilityError where nothing provides a need
   */
  resolve(owner: string, needs: Iterable<Capability>): Resource[] {
    const found = new Set<Resource>();
    for (const need of needs) {
      const providers = this.#providers.get(need);
      if (providers === undefined) throw new MissingCapabilityError([{ owner, need }]);
      for (const provider of providers) found.add(provider);
    }
    return [...found];
  }
}

/** Secret values by name, from Pulumi config or generated. They flow into Secret objects only. */
export type SecretValues = Readonly<Record<string, Input<string>>>;

/** What every component that delivers into the cluster is given. */
export interface ClusterContext {
  readonly spec: ClusterSpec;
  /** The cluster's provider; never ambient. */
  readonly provider: kubernetes.Provider;
  /** Administrator's kubeconfig, secret; what gates look at the cluster with. */
  readonly kubeconfig: Input<string>;
  /**
   * The configs that the machines were given. A node whose machine took none never becomes Ready,
   * so the gate for that does not start to wait before them.
   */
  readonly machines: readonly Resource[];
  readonly registry: Registry;
  /** Secret values by name. A component adds those that it makes. */
  readonly secrets: Record<string, Input<string>>;
}
