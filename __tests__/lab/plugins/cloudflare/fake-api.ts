import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Properties } from "../../../../lab/plugins/shared/values";

/** Collections of JSON objects under the API's envelope: enough to see what the plugin sends. */
export class FakeCloudflare {
  readonly objects = new Map<string, Properties>();
  readonly requests: { method: string; path: string; body?: Properties }[] = [];
  /** Answers that the next requests get instead: status, Cloudflare's code, message. */
  readonly failures: [number, number, string][] = [];
  /** What the API writes in its own way when an object is made. */
  rewrites: Properties = {};
  private next = 1;

  private constructor(private readonly server: Server) {}

  static async start(token: string): Promise<FakeCloudflare> {
    const server = createServer();
    const fake = new FakeCloudflare(server);
    server.on("request", (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const body = text === "" ? undefined : (JSON.parse(text) as Properties);
        const path = new URL(request.url ?? "", "http://localhost").pathname;
        const method = request.method ?? "";
        const [status, content] =
          request.headers.authorization === `Bearer ${token}`
            ? fake.answer(method, path, body)
            : failed(401, 10000, "Authentication error");
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(content));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(method: string, path: string, body?: Properties): [number, unknown] {
    this.requests.push({ method, path, ...(body && { body }) });
    const failure = this.failures.shift();
    if (failure) return failed(...failure);
    const object = this.objects.get(path);
    switch (method) {
      case "POST": {
        const id = `id-${this.next++}`;
        this.objects.set(`${path}/${id}`, { ...body, ...this.rewrites, id });
        return done(this.objects.get(`${path}/${id}`));
      }
      case "PUT":
      case "PATCH":
        this.objects.set(path, { ...object, ...body });
        return done(this.objects.get(path));
      case "DELETE":
        return this.objects.delete(path) ? done({}) : failed(404, 1003, "not found");
      default: {
        if (object) return done(object);
        if (/\/(dns_records|cfd_tunnel|apps|policies|zones)$/.test(path)) {
          const items = [...this.objects].filter(([key]) => key.startsWith(`${path}/`));
          return done(items.map(([, item]) => item));
        }
        return failed(404, 1003, "not found");
      }
    }
  }
}

function done(result: unknown): [number, unknown] {
  return [200, { success: true, errors: [], messages: [], result }];
}

function failed(status: number, code: number, message: string): [number, unknown] {
  return [status, { success: false, errors: [{ code, message }], messages: [], result: null }];
}
