import { setTimeout as sleep } from "node:timers/promises";
import { PluginError } from "../shared/errors";
import { asArray, asObject, asString } from "../shared/values";
import type { Properties } from "../shared/values";
import { ApiError } from "./client";
import type { KubeClient, Request } from "./client";

/** A Kubernetes object as the API gives it. */
export type KubeObject = Properties;

/** A kind as the API serves it. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** What names one object. */
export interface Ref {
  readonly kind: Kind;
  /** Empty for what is not in a namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** How an object is applied. */
export interface ApplyOptions {
  /** Who owns the fields that are given. */
  readonly manager: string;
  /** Takes fields over from other owners instead of failing with a conflict. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly retryFor?: number;
  readonly signal?: AbortSignal;
}

/** How often a kind is looked for that the API does not serve yet, in ms. */
const KIND_POLL = 250;

/** For how long "not found" may be a matter of moments when an object is applied, in ms. */
const NOT_FOUND_FOR = 5_000;

/** The verbs of the Kubernetes API that the plugin uses, on objects of any kind. */
export class Api {
  private readonly groups = new Map<string, Promise<ReadonlyMap<string, Kind>>>();

  /**
   * @param kindTimeout for how long to wait for a kind that is not served (its CRD may be on the
   *   way), in ms.
   */
  constructor(
    readonly client: KubeClient,
    private readonly kindTimeout = 60_000,
  ) {}

  /**
   * How the API serves a kind. Waits a bounded time for one that it does not serve yet.
   *
   * @throws PluginError if it still does not.
   */
  async kind(apiVersion: string, kind: string, signal?: AbortSignal): Promise<Kind> {
    const deadline = Date.now() + this.kindTimeout;
    for (;;) {
      const found = await this.findKind(apiVersion, kind);
      if (found) return found;
      this.groups.delete(apiVersion);
      if (Date.now() > deadline) {
        throw new PluginError(
          `the cluster knows no ${kind} in ${apiVersion}: is the chart or CRD that defines it installed?`,
        );
      }
      await sleep(KIND_POLL, undefined, signal && { signal });
    }
  }

  /** How the API serves a kind right now, or `undefined`. */
  async findKind(
    apiVersion: string,
    kind: string,
    options: { readonly retryFor?: number } = {},
  ): Promise<Kind | undefined> {
    let group = this.groups.get(apiVersion);
    if (!group) {
      group = this.discover(apiVersion, options);
      this.groups.set(apiVersion, group);
      group.catch(() => this.groups.delete(apiVersion));
    }
    return (await group).get(kind);
  }

  /** The object, or `undefined` if there is none. */
  async get(ref: Ref, options: Partial<Request> = {}): Promise<KubeObject | undefined> {
    return orUndefined(
      this.client
        .request({ ...options, method: "GET", path: pathOf(ref) })
        .then(({ body }) => body),
    );
  }

  /** The objects of a kind in a namespace that carry the labels. */
  async list(kind: Kind, namespace: string, labelSelector: string): Promise<KubeObject[]> {
    const path = collectionOf(kind, namespace);
    const { body } = await this.client.request({ method: "GET", path, query: { labelSelector } });
    return asArray(body["items"]).map(asObject);
  }

  /**
   * Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/
   *
   * "Not found" is tried again for a short while: the API lists a new kind a moment before it
   * serves it, and the official provider also tolerates a namespace that is just about to come.
   */
  async apply(ref: Ref, object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
    const deadline = Date.now() + Math.min(NOT_FOUND_FOR, options.retryFor ?? NOT_FOUND_FOR);
    for (;;) {
      const applied = await orUndefined(
        this.applyOnce(ref, object, options),
        Date.now() < deadline,
      );
      if (applied) return applied;
      await sleep(KIND_POLL, undefined, options.signal && { signal: options.signal });
    }
  }

  private async applyOnce(ref: Ref, object: KubeObject, options: ApplyOptions) {
    const { body } = await this.client.request({
      method: "PATCH",
      path: pathOf(ref),
      // JSON is YAML, and the API server parses it faster.
      contentType: "application/apply-patch+yaml",
      query: {
        fieldManager: options.manager,
        ...(options.force && { force: "true" }),
        ...(options.dryRun && { dryRun: "All" }),
      },
      body: object,
      ...(options.retryFor !== undefined && { retryFor: options.retryFor }),
      ...(options.signal && { signal: options.signal }),
    });
    return body;
  }

  /**
   * Asks for the object's deletion; one that is gone already is no error.
   *
   * @returns true if it is gone now: the API answers with a mere status then, and with the object
   *   as long as something holds it.
   */
  async delete(ref: Ref, propagationPolicy: string): Promise<boolean> {
    const answer = await orUndefined(
      this.client.request({
        method: "DELETE",
        path: pathOf(ref),
        body: { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy },
      }),
    );
    return !answer || answer.body["kind"] === "Status";
  }

  /** Calls back whenever the object changes, until the signal fires or the watch ends. */
  watch(ref: Ref, resourceVersion: string, onEvent: () => void, signal: AbortSignal) {
    return this.client.watch(
      collectionOf(ref.kind, ref.namespace),
      { fieldSelector: `metadata.name=${ref.name}`, resourceVersion, timeoutSeconds: "60" },
      onEvent,
      signal,
    );
  }

  private async discover(
    apiVersion: string,
    options: { readonly retryFor?: number },
  ): Promise<ReadonlyMap<string, Kind>> {
    const path = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const answer = await orUndefined(this.client.request({ ...options, method: "GET", path }));
    const kinds = new Map<string, Kind>();
    for (const resource of asArray(answer?.body["resources"]).map(asObject)) {
      const plural = asString(resource["name"]) ?? "";
      const kind = asString(resource["kind"]) ?? "";
      // `pods/status` and the like are parts of a resource.
      if (plural.includes("/")) continue;
      kinds.set(kind, { apiVersion, kind, plural, namespaced: resource["namespaced"] === true });
    }
    return kinds;
  }
}

function collectionOf({ apiVersion, plural, namespaced }: Kind, namespace: string): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  return namespaced ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`;
}

function pathOf(ref: Ref): string {
  return `${collectionOf(ref.kind, ref.namespace)}/${encodeURIComponent(ref.name)}`;
}

/** The answer, or `undefined` where there is no such thing. */
async function orUndefined<T>(request: Promise<T>, catching = true): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (catching && error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}
