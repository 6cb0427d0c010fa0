import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Faults, type Fault } from "./faults";

/** A request, read whole. */
export interface Call {
  readonly method: string;
  /** Path without the query, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** An answer; its body is sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What makes one simulator different from the next. */
export interface Protocol {
  /** Answers a call. An exception becomes the answer 500. */
  handle(call: Call): Reply;
  /** The error format, for faults and exceptions. */
  error(status: number, message: string): Reply;
}

/** A simulator that listens. */
export interface HttpSimulator {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Calls that were answered, by `METHOD path`, for tests and the status. */
  readonly calls: readonly string[];
  stop(): Promise<void>;
}

/** Bytes of a request body that are read; the API calls of a program are far smaller. */
const LIMIT = 4 * 1024 * 1024;

/**
 * Serves a protocol over HTTP on loopback, with the faults that a file asks for.
 *
 * @param port 0 for any free one
 */
export async function serve(
  protocol: Protocol,
  port: number,
  faultFile: string,
): Promise<HttpSimulator> {
  const faults = new Faults(faultFile);
  const calls: string[] = [];
  let server: Server;
  let at = port;
  let stopped = false;

  const listen = async (): Promise<void> => {
    server = createServer((request, response) => void respond(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(at, "127.0.0.1", resolve);
    });
    at = (server.address() as AddressInfo).port;
  };
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const crash = async (fault: Fault): Promise<void> => {
    await close();
    await sleep(fault.delayMs ?? 1_000);
    if (!stopped) await listen();
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const method = request.method ?? "GET";
    const fault = faults.next(method, url.pathname);
    switch (fault?.mode) {
      case "refuse":
        request.socket.destroy();
        return;
      case "crash":
        await crash(fault);
        return;
      case "delay":
        await sleep(fault.delayMs ?? 1_000);
        break;
      case "status":
        request.resume();
        send(response, protocol.error(fault.status ?? 503, "the lab was told to fail this call"));
        return;
      case "drop":
      case undefined:
        break;
    }
    let reply: Reply;
    try {
      const body = await read(request);
      const { pathname: path, searchParams: query } = url;
      reply = protocol.handle({ method, path, query, headers: request.headers, body });
    } catch (error) {
      reply = protocol.error(500, (error as Error).message);
    }
    calls.push(`${method} ${url.pathname}`);
    if (fault?.mode === "drop") request.socket.destroy();
    else send(response, reply);
  };

  await listen();
  return {
    get url() {
      return `http://127.0.0.1:${at}`;
    },
    calls,
    stop: async () => {
      stopped = true;
      await close();
    },
  };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LIMIT) throw new Error(`the request is larger than ${LIMIT} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
