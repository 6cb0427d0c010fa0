import { PluginError } from "../shared/errors";
import type { Call, Checked, Difference, Found, Plugin } from "../shared/plugin";
import { asObject, hasUnknown } from "../shared/values";
import type { Bag } from "../shared/values";
import { Api } from "./api";
import { KubeClient } from "./client";
import type { ClusterResource } from "./cluster-resource";
import { invoke } from "./functions";
import { ObjectResource } from "./object-resource";
import { secretFields, withName } from "./objects";
import { compareConfig, readConfig } from "./provider-config";
import type { KubernetesConfig } from "./provider-config";
import { RELEASE, ReleaseResource } from "./release-resource";
import { compareObjects } from "./replace";

/** The options of an operation that makes or changes something. */
export interface WriteOptions {
  readonly preview: boolean;
  /** The resource's own time limit in ms. */
  readonly timeout?: number;
}

/**
 * Stands in for the `kubernetes` provider where the official plugin cannot be had: any object
 * through server-side apply, `*Patch` resources, and Helm releases as the chart declaration says.
 *
 * A preview needs the cluster only for a change: what did not change is compared in the plugin.
 */
export class KubernetesPlugin implements Plugin {
  readonly name = "kubernetes";
  readonly version = "4.34.2";
  private config: KubernetesConfig | undefined;
  private objects: ClusterResource | undefined;
  private releases: ClusterResource | undefined;

  checkConfig(inputs: Bag): Checked {
    // It holds the client's key, whether the program said so or not.
    return { inputs: { ...inputs, secrets: [...inputs.secrets, ["kubeconfig"]] } };
  }

  diffConfig(olds: Bag["values"], news: Bag["values"]): Difference {
    return compareConfig(olds, news);
  }

  configure(inputs: Bag): void {
    this.config = readConfig(inputs.values);
    const { connection } = this.config;
    if (!connection) return;
    const api = new Api(new KubeClient(connection));
    this.objects = new ObjectResource(api, this.config);
    this.releases = new ReleaseResource(api, this.config);
  }

  check(call: Call, olds: Bag, news: Bag, seed: Uint8Array): Checked {
    if (call.type === RELEASE) return { inputs: ReleaseResource.check(call, olds, news, seed) };
    const values = withName(call.urn, olds.values, news.values, seed);
    const failures = (["apiVersion", "kind"] as const)
      .filter((property) => values[property] === undefined)
      .map((property) => ({ property, reason: "is missing" }));
    return { inputs: { values, secrets: [...news.secrets, ...secretFields(values)] }, failures };
  }

  async diff(call: Call, _id: string, oldInputs: Bag, olds: Bag, news: Bag): Promise<Difference> {
    const mutability = this.config?.mutability ?? { configMaps: false, secrets: false };
    // The way of nearly every resource in nearly every preview; it must not touch the cluster.
    const { changes } = compareObjects(oldInputs.values, news.values, mutability);
    if (changes.length === 0) return { changes, replaces: [] };
    const resource = this.resource(call);
    if (resource) return resource.diff(call, oldInputs, olds, news);
    return { changes, replaces: [] };
  }

  async create(
    call: Call,
    inputs: Bag,
    { preview, timeout }: WriteOptions,
  ): Promise<{ id: string; outputs: Bag }> {
    if (preview) return { id: "", outputs: inputs };
    return this.needed(call).create(call, inputs, timeout);
  }

  async read(
    call: Call,
    id: string,
    known?: { inputs: Bag; outputs: Bag },
  ): Promise<Found | undefined> {
    return this.needed(call).read(call, id, known);
  }

  async update(
    call: Call,
    id: string,
    olds: Bag,
    news: Bag,
    { preview, timeout }: WriteOptions,
  ): Promise<Bag> {
    if (!preview) return this.needed(call).update(call, id, olds, news, timeout);
    const resource = this.resource(call);
    if (!resource || hasUnknown(news.values)) {
      return {
        values: { ...olds.values, ...news.values },
        secrets: [...olds.secrets, ...news.secrets],
      };
    }
    return resource.previewUpdate(call, id, olds, news);
  }

  async delete(
    call: Call,
    id: string,
    outputs: Bag,
    inputs: Bag,
    { timeout }: { readonly timeout?: number },
  ): Promise<void> {
    return this.needed(call).delete(call, id, outputs, inputs, timeout);
  }

  invoke(token: string, args: Bag): Promise<Bag> {
    return Promise.resolve(invoke(token, asObject(args.values)));
  }

  private resource(call: Call): ClusterResource | undefined {
    return call.type === RELEASE ? this.releases : this.objects;
  }

  private needed(call: Call): ClusterResource {
    const resource = this.resource(call);
    if (!resource) throw new PluginError("the provider's kubeconfig is not known yet");
    return resource;
  }
}
