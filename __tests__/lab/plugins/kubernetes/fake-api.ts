import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { asArray, asObject, asString, without } from "../../../../lab/plugins/shared/values";
import type { Properties } from "../../../../lab/plugins/shared/values";

/** A kind that the fake API serves. */
interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

const KINDS: readonly ServedKind[] = [
  { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", namespaced: true },
  { apiVersion: "v1", kind: "Secret", plural: "secrets", namespaced: true },
  { apiVersion: "v1", kind: "ServiceAccount", plural: "serviceaccounts", namespaced: true },
  { apiVersion: "v1", kind: "Service", plural: "services", namespaced: true },
  { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false },
  { apiVersion: "apps/v1", kind: "Deployment", plural: "deployments", namespaced: true },
  { apiVersion: "apps/v1", kind: "DaemonSet", plural: "daemonsets", namespaced: true },
  {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions",
    namespaced: false,
  },
];

/**
 * As much of a Kubernetes API as the plugin's own behaviour depends on: discovery, get, list,
 * server-side apply with managers, delete and watch over HTTP. No admission, no defaults.
 */
export class FakeKubernetes {
  readonly objects = new Map<string, Properties>();
  /** Every request as `METHOD path?query`. */
  readonly requests: string[] = [];
  /** Answers that the next requests get instead, as status and message. */
  readonly failures: [number, string][] = [];
  readonly kinds: ServedKind[] = [...KINDS];
  /** What a controller would do with an object that was applied. */
  react: (object: Properties) => void = () => undefined;
  private readonly watchers = new Set<ServerResponse>();
  private version = 1;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeKubernetes> {
    const server = createServer();
    const fake = new FakeKubernetes(server);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => fake.answer(request, response, Buffer.concat(chunks).toString()));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get kubeconfig(): string {
    const { port } = this.server.address() as AddressInfo;
    const cluster = { server: `http://127.0.0.1:${port}` };
    return JSON.stringify({
      clusters: [{ name: "c", cluster }],
      users: [{ name: "u", user: {} }],
      contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
      "current-context": "x",
    });
  }

  /** Changes an object as a controller would, and tells the watchers. */
  change(path: string, with_: Properties): void {
    const object = this.objects.get(path);
    if (!object) throw new Error(`there is no ${path}`);
    this.put(path, { ...object, ...with_ });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const url = new URL(request.url ?? "", "http://localhost");
    this.requests.push(`${request.method} ${request.url}`);
    const send = (code: number, content: unknown) => {
      response.writeHead(code, { "content-type": "application/json" });
      response.end(JSON.stringify(content));
    };
    const failure = url.searchParams.has("watch") ? undefined : this.failures.shift();
    if (failure) return send(failure[0], { message: failure[1] });
    const path = url.pathname;
    if (url.searchParams.has("watch")) {
      this.watchers.add(response);
      response.on("close", () => this.watchers.delete(response));
      response.writeHead(200);
      response.flushHeaders();
      return;
    }
    const discovery = /^\/apis?\/([^/]+\/[^/]+|v1)$/.exec(path);
    if (discovery) {
      const resources = this.kinds
        .filter(({ apiVersion }) => apiVersion === discovery[1])
        .map(({ kind, plural, namespaced }) => ({ kind, name: plural, namespaced }));
      return resources.length > 0 ? send(200, { resources }) : send(404, { message: "no group" });
    }
    if (request.method === "PATCH") {
      const applied = this.apply(path, JSON.parse(body) as Properties, url.searchParams);
      return send(applied.code, applied.object);
    }
    const object = this.objects.get(path);
    if (request.method === "DELETE") {
      if (!object) return send(404, { message: "not found" });
      const metadata = asObject(object["metadata"]);
      if (asArray(metadata["finalizers"]).length > 0) {
        this.change(path, { metadata: { ...metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } });
        return send(200, this.objects.get(path));
      }
      this.objects.delete(path);
      this.tell();
      return send(200, { kind: "Status", status: "Success" });
    }
    if (object) return send(200, object);
    if (this.kinds.some(({ plural }) => path.endsWith(`/${plural}`))) {
      const labels = (url.searchParams.get("labelSelector") ?? "").split(",").filter(Boolean);
      const items = [...this.objects]
        .filter(([key]) => key.startsWith(`${path}/`))
        .map(([, item]) => item)
        .filter((item) => labels.every((label) => hasLabel(item, label)));
      return send(200, { items });
    }
    send(404, { message: `${path} not found` });
  }

  private apply(path: string, object: Properties, query: URLSearchParams) {
    const before = this.objects.get(path);
    const old = asObject(before?.["metadata"]);
    const manager = { manager: query.get("fieldManager") ?? "", operation: "Apply" };
    const others = asArray(old["managedFields"])
      .map(asObject)
      .filter((entry) => entry["manager"] !== manager.manager);
    // As the API does: who applies no field owns none, and is not among the managers.
    const fields = {
      ...without(object, "apiVersion", "kind", "metadata"),
      ...without(asObject(object["metadata"]), "name", "namespace"),
    };
    const owns = Object.keys(fields).length > 0;
    const metadata = {
      ...asObject(object["metadata"]),
      uid: asString(old["uid"]) ?? `uid-${this.version}`,
      generation: Number(old["generation"] ?? 0) + 1,
      managedFields: owns ? [...others, manager] : others,
    };
    const made = { ...before, ...object, metadata };
    if (query.has("dryRun")) return { code: 200, object: made };
    this.put(path, made);
    this.react(made);
    return { code: before ? 200 : 201, object: this.objects.get(path) };
  }

  private put(path: string, object: Properties): void {
    const metadata = { ...asObject(object["metadata"]), resourceVersion: String(++this.version) };
    this.objects.set(path, { ...object, metadata });
    this.tell();
  }

  /** Wakes the watchers. */
  tell(): void {
    for (const watcher of this.watchers) watcher.write('{"type":"MODIFIED"}\n');
  }
}

function hasLabel(object: Properties, label: string): boolean {
  const [key = "", value] = label.split("=");
  return asObject(asObject(object["metadata"])["labels"])[key] === value;
}
