/**
 * A small client of the Kubernetes API: list, watch, apply, patch, delete of any kind by its
 * resource name. The lab's controllers work on kinds that appear while they run, so nothing here
 * is generated from a schema.
 */
import type { IncomingMessage } from "node:http";
import { Agent, request, type RequestOptions } from "node:https";
import type { CertificatePair } from "./certificates";

/** Any object of the API. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** The metadata that the lab reads and writes. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string }[];
  finalizers?: string[];
}

/** A resource of the API, e.g. `{ group: "apps", version: "v1", plural: "deployments" }`. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

/** An answer of the API server other than success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** A line of a watch. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: KubeObject;
}

/** Content types of the patches that the API server takes. */
const contentTypes = {
  merge: "application/merge-patch+json",
  apply: "application/apply-patch+yaml",
  json: "application/json",
} as const;

/** One user of one API server, over connections that are kept. */
export class KubeClient {
  private readonly agent: Agent;

  /**
   * @param server URL of the API server
   * @param ca its authority, PEM
   * @param user client certificate
   * @param fieldManager name under which it applies
   */
  constructor(
    readonly server: string,
    private readonly ca: string,
    private readonly user: CertificatePair,
    private readonly fieldManager: string,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 64 });
  }

  /** Closes idle connections; requests under way end by themselves. */
  close(): void {
    this.agent.destroy();
  }

  /** @throws ApiError */
  async get(resource: Resource, name: string, namespace?: string): Promise<KubeObject> {
    return (await this.call("GET", pathOf(resource, namespace, name))) as KubeObject;
  }

  /** The objects of all namespaces, or of one, and the version to watch from. @throws ApiError */
  async list(
    resource: Resource,
    namespace?: string,
  ): Promise<{ items: KubeObject[]; resourceVersion: string }> {
    const answer = (await this.call("GET", pathOf(resource, namespace))) as {
      items: KubeObject[];
      metadata: { resourceVersion: string };
    };
    return { items: answer.items, resourceVersion: answer.metadata.resourceVersion };
  }

  /** @throws ApiError, with reason `AlreadyExists` if it exists */
  async create(resource: Resource, object: KubeObject): Promise<KubeObject> {
    const path = pathOf(resource, object.metadata.namespace);
    return (await this.call("POST", path, object)) as KubeObject;
  }

  /** Server-side apply, forced: the lab owns what it applies. @throws ApiError */
  async apply(resource: Resource, object: KubeObject): Promise<KubeObject> {
    const { name, namespace } = object.metadata;
    const path = `${pathOf(resource, namespace, name)}?fieldManager=${this.fieldManager}&force=true`;
    return (await this.call("PATCH", path, object, contentTypes.apply)) as KubeObject;
  }

  /** Merge patch; null removes a field. @throws ApiError */
  async patch(resource: Resource, object: KubeObject, patch: object): Promise<KubeObject> {
    const { name, namespace } = object.metadata;
    const path = pathOf(resource, namespace, name);
    return (await this.call("PATCH", path, patch, contentTypes.merge)) as KubeObject;
  }

  /**
   * Merge patch of the status, through the subresource if the kind has one.
   *
   * @throws ApiError
   */
  async patchStatus(resource: Resource, object: KubeObject, status: object): Promise<void> {
    const { name, namespace } = object.metadata;
    const path = pathOf(resource, namespace, name);
    try {
      await this.call("PATCH", `${path}/status`, { status }, contentTypes.merge);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      await this.call("PATCH", path, { status }, contentTypes.merge);
    }
  }

  /** Deletes if it is there. @throws ApiError */
  async delete(resource: Resource, name: string, namespace?: string): Promise<void> {
    try {
      await this.call("DELETE", pathOf(resource, namespace, name));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
  }

  /** Any other call; resolves to the parsed answer, or its text where it is no JSON. @throws ApiError */
  async call(
    method: string,
    path: string,
    body?: object,
    contentType: string = contentTypes.json,
  ): Promise<unknown> {
    const response = await this.send(method, path, body, contentType);
    let text = "";
    for await (const chunk of response) text += (chunk as Buffer).toString();
    const status = response.statusCode ?? 0;
    if (status >= 400) throw toApiError(status, text, `${method} ${path}`);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }

  /**
   * Watches from a version on. Returns when the server or `signal` ends the watch.
   *
   * @throws ApiError, with status 410 if the version is too old
   */
  async watch(
    resource: Resource,
    resourceVersion: string,
    signal: AbortSignal,
    onEvent: (event: WatchEvent) => void,
  ): Promise<void> {
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${resourceVersion}`;
    const path = `${pathOf(resource)}?${query}`;
    const response = await this.send("GET", path, undefined, contentTypes.json, signal);
    const status = response.statusCode ?? 0;
    let rest = "";
    for await (const chunk of response) {
      const lines = (rest + (chunk as Buffer).toString()).split("\n");
      rest = lines.pop() ?? "";
      if (status >= 400) continue;
      for (const line of lines.filter(Boolean)) {
        const event = JSON.parse(line) as WatchEvent;
        if (event.type === "ERROR") {
          const { code, reason, message } = event.object as { [key: string]: unknown };
          throw new ApiError(Number(code ?? 0), String(reason), String(message));
        }
        onEvent(event);
      }
    }
    if (status >= 400) throw toApiError(status, rest, `watch ${resource.plural}`);
  }

  private async send(
    method: string,
    path: string,
    body: object | undefined,
    contentType: string,
    signal?: AbortSignal,
  ): Promise<IncomingMessage> {
    const options: RequestOptions = {
      method,
      agent: this.agent,
      ca: this.ca,
      cert: this.user.certificate,
      key: this.user.key,
      headers: { accept: "application/json", "content-type": contentType },
      ...(signal === undefined ? {} : { signal }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, this.server), options, resolve);
      outgoing.on("error", reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** URL path of a resource, of one namespace's, or of one object. */
export function pathOf(resource: Resource, namespace?: string, name?: string): string {
  const { group, version, plural } = resource;
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === undefined ? "" : `/namespaces/${namespace}`;
  return `${root}${scope}/${plural}${name === undefined ? "" : `/${name}`}`;
}

function toApiError(status: number, text: string, what: string): ApiError {
  try {
    const { reason, message } = JSON.parse(text) as { reason?: string; message?: string };
    return new ApiError(status, reason ?? "", message ?? `${what}: HTTP ${status}`);
  } catch {
    return new ApiError(status, "", `${what}: HTTP ${status}`);
  }
}
