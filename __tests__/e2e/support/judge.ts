import { describeObject, type KubernetesObject } from "../../../components/contracts/object";
import { ApiError, pathOf, type KubeClient } from "../../../lab/kubernetes/client";

/** Asks an API server whether it would store an object. */
export class Judge {
  private readonly kinds = new Map<string, Promise<Map<string, string>>>();

  constructor(private readonly client: KubeClient) {}

  /**
   * Why it would not, in its words; undefined if it would. The object is applied as the provider
   * does it, with unknown fields refused, and nothing is stored.
   */
  async refusal(object: KubernetesObject): Promise<string | undefined> {
    const { apiVersion, kind, metadata } = object;
    const [version = "", group = ""] = apiVersion.split("/").reverse();
    const plural = (await this.pluralsOf(group, version)).get(kind);
    if (plural === undefined) return `${describeObject(object)}: ${apiVersion} is not defined`;
    const path = pathOf({ group, version, plural }, metadata.namespace, metadata.name);
    const query = "fieldManager=test&force=true&dryRun=All&fieldValidation=Strict";
    try {
      await this.client.call("PATCH", `${path}?${query}`, object, "application/apply-patch+yaml");
      return undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return `${describeObject(object)}: ${error.message}`;
    }
  }

  private pluralsOf(group: string, version: string): Promise<Map<string, string>> {
    const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
    const known = this.kinds.get(path) ?? this.discover(path);
    this.kinds.set(path, known);
    return known;
  }

  private async discover(path: string): Promise<Map<string, string>> {
    try {
      const { resources: served } = (await this.client.call("GET", path)) as {
        resources: { name: string; kind: string }[];
      };
      const whole = served.filter(({ name }) => !name.includes("/"));
      return new Map(whole.map(({ name, kind }) => [kind, name]));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return new Map();
      throw error;
    }
  }
}
