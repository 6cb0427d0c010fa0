import http from "node:http";
import https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../shared/errors";
import { asObject, asString } from "../shared/values";
import type { Properties } from "../shared/values";
import type { Connection } from "./kubeconfig";

/** The API server's answer to a request that it refused. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    /** The seconds after which the server asks to be tried again. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** The API server could not be reached, or hung up. */
export class UnreachableError extends Error {}

/** One request to the API. */
export interface Request {
  readonly method: "GET" | "PATCH" | "POST" | "DELETE";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Properties;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** For how long to try again after an error that may pass, in ms; the client's default if unset. */
  readonly retryFor?: number;
}

/** How patient a client is; all in ms. */
export interface Patience {
  /** For how long a request is tried again after errors that may pass. */
  readonly retryFor: number;
  /** How long one answer may take. */
  readonly answer: number;
  /** The first pause between two tries; it doubles up to {@link LONGEST_PAUSE}. */
  readonly pause: number;
}

/**
 * How often a request is tried again that the server had no room for; as often as by client-go.
 * https://github.com/kubernetes/kubernetes/blob/v1.35.1/staging/src/k8s.io/client-go/rest/request.go
 */
const ROOM_RETRIES = 10;

/** What etcd says when its space is used up, which no waiting mends. */
const NO_SPACE = "database space exceeded";

const PATIENCE: Patience = { retryFor: 60_000, answer: 30_000, pause: 200 };
const LONGEST_PAUSE = 5_000;

/**
 * A client of one Kubernetes API: JSON over kept-alive connections with the kubeconfig's
 * certificate or token.
 *
 * Tried again with growing pauses: connection errors, 429 (after the time that the server asks
 * for, and not for ever), and 5xx, among them an admission webhook whose pods are not up yet.
 */
export class KubeClient {
  private readonly agent: http.Agent;
  private readonly watchAgent: http.Agent;
  private readonly transport: typeof http | typeof https;
  private readonly base: URL;
  private readonly patience: Patience;

  constructor(
    private readonly connection: Connection,
    patience: Partial<Patience> = {},
  ) {
    this.base = new URL(connection.server);
    this.patience = { ...PATIENCE, ...patience };
    const secure = this.base.protocol === "https:";
    this.transport = secure ? https : http;
    const options = secure
      ? {
          keepAlive: true,
          rejectUnauthorized: !connection.insecure,
          ...(connection.ca !== undefined && { ca: connection.ca }),
          ...(connection.cert !== undefined && { cert: connection.cert }),
          ...(connection.key !== undefined && { key: connection.key }),
          ...(connection.serverName !== undefined && { servername: connection.serverName }),
        }
      : { keepAlive: true };
    const Agent = secure ? https.Agent : http.Agent;
    this.agent = new Agent({ ...options, maxSockets: 32 });
    // Watches stay open for long, so they must not take the places of requests.
    this.watchAgent = new Agent(options);
  }

  /** Closes all connections. */
  close(): void {
    this.agent.destroy();
    this.watchAgent.destroy();
  }

  /**
   * Sends a request and gives the answer's body.
   *
   * @throws ApiError if the server refuses, UnreachableError if there is no answer.
   */
  async request(request: Request): Promise<{ code: number; body: Properties }> {
    const deadline = Date.now() + (request.retryFor ?? this.patience.retryFor);
    let refused = 0;
    for (let pause = this.patience.pause; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      try {
        return await this.once(request);
      } catch (error) {
        const wait =
          error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : pause;
        if (isRefusal(error) && ++refused > ROOM_RETRIES) throw error;
        if (!passes(error) || request.signal?.aborted || Date.now() + wait > deadline) throw error;
        await sleep(wait, undefined, request.signal && { signal: request.signal });
      }
    }
  }

  /**
   * Follows a watch and calls back with each event's object, until the server ends it, the
   * connection breaks or the signal fires. Never throws: who watches looks again afterwards.
   */
  watch(
    path: string,
    query: Readonly<Record<string, string>>,
    onEvent: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve) => {
      const request = this.transport.request(
        this.urlOf(path, { ...query, watch: "1" }),
        { agent: this.watchAgent, headers: this.headers(), signal },
        (response) => {
          // Every event ends in a newline; what is in it is read again by who watches.
          response.on("data", (chunk: Buffer) => {
            if (chunk.includes(10)) onEvent();
          });
          response.on("close", resolve);
          response.on("error", () => resolve());
        },
      );
      request.on("error", () => resolve());
      request.on("close", resolve);
      request.end();
    });
  }

  private once(request: Request): Promise<{ code: number; body: Properties }> {
    const payload = request.body && JSON.stringify(request.body);
    return new Promise((resolve, reject) => {
      const unreachable = (error: unknown) =>
        reject(new UnreachableError(`${this.base.host}: ${messageOf(error)}`));
      const outgoing = this.transport.request(
        this.urlOf(request.path, request.query),
        {
          method: request.method,
          agent: this.agent,
          headers: {
            ...this.headers(),
            ...(payload !== undefined && {
              "content-type": request.contentType ?? "application/json",
              "content-length": Buffer.byteLength(payload),
            }),
          },
          timeout: this.patience.answer,
          ...(request.signal && { signal: request.signal }),
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", unreachable);
          response.on("end", () => {
            const code = response.statusCode ?? 0;
            const text = Buffer.concat(chunks).toString("utf8");
            if (code < 400) resolve({ code, body: parseObject(text) });
            else reject(apiError(code, text, response.headers["retry-after"]));
          });
        },
      );
      outgoing.on("error", unreachable);
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
      outgoing.end(payload);
    });
  }

  private urlOf(path: string, query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(this.base.pathname.replace(/\/$/, "") + path, this.base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  private headers(): http.OutgoingHttpHeaders {
    const { token } = this.connection;
    return {
      accept: "application/json",
      "user-agent": "hearth-lab",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
  }
}

/** True for an error after which the same request may succeed. */
function passes(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (!(error instanceof ApiError)) return false;
  return isRefusal(error) || (error.code >= 500 && !error.message.includes(NO_SPACE));
}

/** True where the server has no room for the request now. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code === 429;
}

function apiError(code: number, text: string, retryAfter: string | undefined): ApiError {
  const status = parseObject(text);
  const message = asString(status["message"]) ?? `HTTP ${code} ${text.slice(0, 200).trim()}`.trim();
  const seconds = Number(retryAfter ?? asObject(status["details"])["retryAfterSeconds"]);
  return new ApiError(
    code,
    asString(status["reason"]) ?? http.STATUS_CODES[code] ?? "Unknown",
    withAdvice(code, message),
    Number.isFinite(seconds) && seconds > 0 ? seconds : undefined,
  );
}

/** A refusal with how it is mended, where that has to do with the server and not with the object. */
function withAdvice(code: number, message: string): string {
  const advice = adviceFor(code, message);
  return advice === "" ? message : `${message.replace(/\.$/, "")}; ${advice}`;
}

function adviceFor(code: number, message: string): string {
  if (message.includes(NO_SPACE)) {
    return "etcd is full: give it more space or compact it, then clear its alarm (https://etcd.io/docs/v3.6/op-guide/maintenance/)";
  }
  if (code !== 429) return "";
  return "the API server is full: see what keeps it busy, or give the control plane more";
}

function parseObject(text: string): Properties {
  try {
    return asObject(JSON.parse(text) as Properties);
  } catch {
    return {};
  }
}
