import { readFileSync } from "node:fs";
import {
  STATUS_CODES,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import type { Fault, Faults } from "../simulator/faults";

/** Takes over a client's connection, to look at the calls in it. */
export type CallLayer = (client: Socket) => void;

/** Headers by which the API server is told who a proxy has authenticated; see its arguments. */
const IDENTITY = /^x-remote-(user|group|uid|extra-)/i;

/** What the API server's identity and trust are made of. */
interface Credentials {
  readonly server: { readonly cert: string; readonly key: string; readonly ca: string };
  readonly proxy: { readonly cert: string; readonly key: string; readonly ca: string };
}

/**
 * Reads single calls to the API server, so that a fault may strike some of them. It stands where a
 * real cluster has a load balancer that ends TLS: with the API server's certificate towards clients,
 * and as an authenticating proxy towards the API server, which is told by headers whom the client's
 * certificate names: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#authenticating-proxy
 *
 * @param faults those of the API server; `crash` strikes connections and counts as `refuse` here
 * @param issued folder of the control plane's certificates
 * @param port of the API server
 */
export function apiCalls(faults: Faults, issued: string, port: number): CallLayer {
  let known: { readonly text: string; readonly trusted: https.Agent; readonly plain: https.Agent };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = faults.next(request.method ?? "GET", (request.url ?? "/").split("?")[0] ?? "/");
    switch (fault?.mode) {
      case "refuse":
      case "crash":
        request.socket.destroy();
        return;
      case "status":
        request.resume();
        refuse(response, fault);
        return;
      case "delay":
        await sleep(fault.delayMs ?? 1_000);
        break;
      case "drop":
      case undefined:
        break;
    }
    const { headers, verified } = identified(request);
    const upstream = https.request({
      host: "127.0.0.1",
      port,
      method: request.method,
      path: request.url,
      headers,
      agent: verified ? known.trusted : known.plain,
    });
    const fail = (): void => void request.socket.destroy();
    upstream.on("error", fail).on("response", (answer) => {
      answer.on("error", fail);
      if (fault?.mode === "drop") {
        fail();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  };
  const server = https.createServer(
    // A client without a certificate may have a token, or none and be anybody.
    { requestCert: true, rejectUnauthorized: false },
    (request, response) => void respond(request, response),
  );
  server.on("tlsClientError", (_error, socket) => socket.destroy());

  return (client) => {
    let credentials: Credentials;
    try {
      credentials = read(issued);
    } catch {
      // There is no cluster yet.
      client.destroy();
      return;
    }
    const text = JSON.stringify(credentials);
    if (known?.text !== text) {
      const { cert, key, ca } = credentials.proxy;
      known = {
        text,
        trusted: new https.Agent({ keepAlive: true, servername: "localhost", ca, cert, key }),
        plain: new https.Agent({ keepAlive: true, servername: "localhost", ca }),
      };
      server.setSecureContext(credentials.server);
    }
    server.emit("connection", client);
  };
}

function read(issued: string): Credentials {
  const text = (name: string): string => readFileSync(path.join(issued, name), "utf8");
  const ca = text("ca.crt");
  return {
    server: { cert: text("apiserver.crt"), key: text("apiserver.key"), ca },
    proxy: { cert: text("front-proxy.crt"), key: text("front-proxy.key"), ca },
  };
}

/** The call's headers, with the user that its certificate names, and whether there is one. */
function identified({ headers, socket }: IncomingMessage): {
  readonly headers: OutgoingHttpHeaders;
  readonly verified: boolean;
} {
  // Only this proxy may say who somebody is.
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !IDENTITY.test(name)));
  const tls = socket as TLSSocket;
  if (!tls.authorized) return { headers: own, verified: false };
  const { CN, O } = tls.getPeerCertificate().subject;
  return {
    headers: { ...own, "X-Remote-User": CN, ...(O === undefined ? {} : { "X-Remote-Group": O }) },
    verified: true,
  };
}

/**
 * Refuses a call as the API server does: too many requests in the words of its Priority and
 * Fairness, anything else as a `Status` object.
 */
function refuse(response: ServerResponse, { status = 503 }: Fault): void {
  const message = "the lab was told to fail this call";
  const [type, body] =
    status === 429
      ? ["text/plain; charset=utf-8", "Too many requests, please try again later.\n"]
      : ["application/json", `${JSON.stringify(statusObject(status, message))}\n`];
  const retry = status === 429 || status === 503 ? { "retry-after": "1" } : {};
  response.writeHead(status, { "content-type": type, ...retry });
  response.end(body);
}

function statusObject(code: number, message: string): object {
  const reason = (STATUS_CODES[code] ?? "Unknown").replaceAll(" ", "");
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    code,
  };
}
