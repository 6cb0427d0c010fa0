import { Agent, request } from "node:https";
import { parse } from "yaml";

/** The little of the Kubernetes API that gates need. */
export interface KubeClient {
  /** Where the API is, for messages. */
  readonly server: string;
  /**
   * The body and status of a GET.
   *
   * @throws Error where the server cannot be reached or does not prove who it is
   */
  get(
    path: string,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly body: string }>;
  close(): void;
}

interface Named {
  readonly name?: unknown;
}

/**
 * A client for the current context of a kubeconfig.
 *
 * @throws Error where the text is no kubeconfig with a server
 */
export function connect(kubeconfig: string): KubeClient {
  const config = record(parseYaml(kubeconfig));
  const context = record(named(config["contexts"], config["current-context"])["context"]);
  const cluster = record(named(config["clusters"], context["cluster"])["cluster"]);
  const user = record(named(config["users"], context["user"])["user"]);
  const server = cluster["server"];
  if (typeof server !== "string") throw new Error("the kubeconfig names no server");
  const agent = new Agent({
    keepAlive: true,
    ca: data(cluster["certificate-authority-data"]),
    cert: data(user["client-certificate-data"]),
    key: data(user["client-key-data"]),
  });
  const headers: Record<string, string> =
    typeof user["token"] === "string" ? { authorization: `Bearer ${user["token"]}` } : {};
  return {
    server,
    get: (path, signal) => get(new URL(path, server), agent, headers, signal),
    close: () => {
      agent.destroy();
    },
  };
}

function get(
  url: URL,
  agent: Agent,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    call.on("error", (error: NodeJS.ErrnoException) => {
      const cause = error.name === "AbortError" ? "no answer" : (error.code ?? error.message);
      reject(new Error(`${url.origin} does not answer (${cause})`));
    });
    call.end();
  });
}

/** Never says what it read: a kubeconfig is secret. */
function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new Error("the kubeconfig is not YAML");
  }
}

function named(list: unknown, name: unknown): Record<string, unknown> {
  const entries: unknown[] = Array.isArray(list) ? list : [];
  const found = entries.find((entry) => (entry as Named | null)?.name === name);
  return record(found);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function data(base64: unknown): Buffer | undefined {
  return typeof base64 === "string" ? Buffer.from(base64, "base64") : undefined;
}
