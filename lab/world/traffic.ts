/**
 * The data path of the gateways, as far as a client can tell: a loopback server that answers a
 * request by the real objects in the API server, the way the packet would go: Gateway with that
 * address → listener → route → Service → ready endpoint.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { KubeObject } from "../kubernetes/client";
import { isTrue } from "./controllers/conditions";
import { core, gateway as kinds } from "./controllers/kinds";
import type { Runtime } from "./controllers/runtime";
import {
  attach,
  hostRank,
  hostsOn,
  matchesHost,
  refersTo,
  ruleFor,
  specOf,
  type BackendRef,
  type Listener,
  type RouteFilter,
} from "./gateway-api";

/** A request as it arrives at a gateway. */
export interface GatewayRequest {
  /** Load-balancer address that it is sent to. */
  readonly address: string;
  readonly port: number;
  readonly host: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the gateway would answer. */
export interface GatewayAnswer {
  readonly status: number;
  /** Who answers: the Service behind the route; or why nobody does. */
  readonly text: string;
  /** Where a redirect leads. */
  readonly location?: string;
}

/** The objects that decide where a request goes; a `Runtime` fits. */
export type ObjectSource = Pick<Runtime, "store">;

/** Finds where a request ends. Never throws: what is wrong is the answer. */
export function answer(source: ObjectSource, request: GatewayRequest): GatewayAnswer {
  const gateway = source
    .store(kinds.gateways)
    .all()
    .find((each) => addressesOf(each).includes(request.address));
  if (gateway === undefined) return { status: 0, text: `nothing answers at ${request.address}` };
  const serves = proxiesOf(source, gateway);
  if (serves !== undefined) return { status: 0, text: serves };

  const candidates = source
    .store(kinds.httpRoutes)
    .all()
    .flatMap((route) => bindings(source, route, gateway, request))
    .sort((a, b) => b.rank - a.rank);
  const asked = {
    method: request.method ?? "GET",
    path: request.path ?? "/",
    headers: request.headers ?? {},
  };
  for (const { route } of candidates) {
    const rule = ruleFor(route, asked);
    if (rule === undefined) continue;
    const redirect = (rule.filters ?? []).find(({ type }) => type === "RequestRedirect");
    if (redirect !== undefined) return redirected(redirect, request);
    return backendAnswer(source, route, rule.backendRefs ?? []);
  }
  return {
    status: 404,
    text: `no route of ${gateway.metadata.name} for ${request.host} on port ${request.port}`,
  };
}

function bindings(
  source: ObjectSource,
  route: KubeObject,
  gateway: KubeObject,
  request: GatewayRequest,
): { route: KubeObject; rank: number }[] {
  const labels = source.store(core.namespaces).get(route.metadata.namespace ?? "")?.metadata.labels;
  const listeners = (specOf(route).parentRefs ?? [])
    .filter((parent) => refersTo(parent, route, gateway))
    .flatMap((parent): readonly Listener[] => {
      const attached = attach(route, parent, gateway, labels ?? {});
      return typeof attached === "string" ? [] : attached;
    })
    .filter(({ port, name }) => port === request.port && isProgrammed(gateway, name));
  const hosts = listeners.flatMap((listener) => hostsOn(listener, route));
  const ranks = hosts.filter((host) => matchesHost(host, request.host)).map(hostRank);
  return ranks.length === 0 ? [] : [{ route, rank: Math.max(...ranks) }];
}

function isProgrammed(gateway: KubeObject, listener: string): boolean {
  const { listeners = [] } = (gateway.status ?? {}) as {
    listeners?: { name: string; conditions?: { type: string; status: string }[] }[];
  };
  const found = listeners.find(({ name }) => name === listener);
  return (
    found?.conditions?.some(({ type, status }) => type === "Programmed" && status === "True") ??
    false
  );
}

function addressesOf(gateway: KubeObject): string[] {
  const { addresses = [] } = (gateway.status ?? {}) as { addresses?: { value: string }[] };
  return isTrue(gateway, "Programmed") ? addresses.map(({ value }) => value) : [];
}

/** Why no proxy of the gateway takes the request; undefined if one does. */
function proxiesOf(source: ObjectSource, gateway: KubeObject): string | undefined {
  const { name, namespace } = gateway.metadata;
  const service = source
    .store(core.services)
    .all()
    .find(
      ({ metadata }) =>
        metadata.labels?.["gateway.envoyproxy.io/owning-gateway-name"] === name &&
        metadata.labels["gateway.envoyproxy.io/owning-gateway-namespace"] === namespace,
    );
  if (service === undefined) return `gateway ${name} has no proxies`;
  return readyEndpoints(source, service) > 0 ? undefined : `no proxy of gateway ${name} is ready`;
}

function redirected({ requestRedirect }: RouteFilter, request: GatewayRequest): GatewayAnswer {
  const {
    scheme = "http",
    hostname = request.host,
    port,
    statusCode = 302,
  } = requestRedirect ?? {};
  const location = `${scheme}://${hostname}${port === undefined ? "" : `:${port}`}${request.path ?? "/"}`;
  return { status: statusCode, text: `redirect to ${location}`, location };
}

function backendAnswer(
  source: ObjectSource,
  route: KubeObject,
  backends: readonly BackendRef[],
): GatewayAnswer {
  const name = `${route.metadata.namespace}/${route.metadata.name}`;
  const [backend] = backends;
  if (backend === undefined) return { status: 404, text: `route ${name} has no backend` };
  const namespace = backend.namespace ?? route.metadata.namespace;
  if (backend.kind === "Backend") return outsideAnswer(source, backend.name, namespace);
  if ((backend.kind ?? "Service") !== "Service") {
    return { status: 200, text: `${backend.kind} ${backend.name}` };
  }
  const service = source.store(core.services).get(backend.name, namespace);
  const what = `${namespace}/${backend.name}`;
  if (service === undefined) return { status: 500, text: `Service ${what} does not exist` };
  const { ports = [] } = service.spec as { ports?: { port: number }[] };
  if (backend.port !== undefined && !ports.some(({ port }) => port === backend.port)) {
    return { status: 500, text: `Service ${what} has no port ${backend.port}` };
  }
  if (readyEndpoints(source, service) === 0) {
    return { status: 503, text: `Service ${what} has no ready endpoint` };
  }
  return { status: 200, text: what };
}

/** A host outside of the cluster, which the lab has none of: that the gateway knows it has to do. */
function outsideAnswer(
  source: ObjectSource,
  name: string,
  namespace: string | undefined,
): GatewayAnswer {
  const backend = source.store(kinds.backends).get(name, namespace);
  if (backend === undefined) {
    return { status: 500, text: `Backend ${namespace}/${name} does not exist` };
  }
  const { endpoints = [] } = backend.spec as {
    endpoints?: {
      ip?: { address: string; port: number };
      fqdn?: { hostname: string; port: number };
    }[];
  };
  const [{ ip, fqdn } = {}] = endpoints;
  const place = ip?.address ?? fqdn?.hostname;
  return place === undefined
    ? { status: 503, text: `Backend ${namespace}/${name} has no endpoint` }
    : { status: 200, text: `outside of the cluster: ${place}:${ip?.port ?? fqdn?.port}` };
}

function readyEndpoints(source: ObjectSource, service: KubeObject): number {
  return source
    .store(core.endpointSlices)
    .all()
    .filter(
      ({ metadata }) =>
        metadata.namespace === service.metadata.namespace &&
        metadata.labels?.["kubernetes.io/service-name"] === service.metadata.name,
    )
    .flatMap(
      (slice) => (slice as { endpoints?: { conditions?: { ready?: boolean } }[] }).endpoints ?? [],
    )
    .filter(({ conditions }) => conditions?.ready !== false).length;
}

/** One route's host on a gateway, and what a request to it gets. */
export interface RouteProbe extends GatewayAnswer {
  readonly gateway: string;
  readonly address: string;
  readonly route: string;
  readonly url: string;
}

/**
 * Asks every host of every HTTPRoute at every gateway that it is meant for. A route whose gateway
 * has no address yet is in the result too, with status 0.
 */
export function probeRoutes(source: ObjectSource): RouteProbe[] {
  const gateways = source.store(kinds.gateways).all();
  return source
    .store(kinds.httpRoutes)
    .all()
    .flatMap((route) =>
      (specOf(route).parentRefs ?? []).flatMap((parent) => {
        const gateway = gateways.find((each) => refersTo(parent, route, each));
        const labels =
          source.store(core.namespaces).get(route.metadata.namespace ?? "")?.metadata.labels ?? {};
        const listeners = gateway === undefined ? "none" : attach(route, parent, gateway, labels);
        const base = {
          gateway: parent.name,
          address: gateway === undefined ? "" : (addressesOf(gateway)[0] ?? ""),
          route: `${route.metadata.namespace}/${route.metadata.name}`,
        };
        if (typeof listeners === "string") {
          const text = listeners === "none" ? `gateway ${parent.name} does not exist` : listeners;
          return [{ ...base, url: specOf(route).hostnames?.[0] ?? "", status: 0, text }];
        }
        return listeners.flatMap((listener) =>
          hostsOn(listener, route).map((pattern) => {
            const host = pattern.replace("*", "any");
            const scheme = listener.protocol === "HTTPS" ? "https" : "http";
            const path = samplePath(route);
            const asked = { address: base.address, port: listener.port, host, path };
            return { ...base, url: `${scheme}://${host}${path}`, ...answer(source, asked) };
          }),
        );
      }),
    );
}

function samplePath(route: KubeObject): string {
  const match = specOf(route).rules?.[0]?.matches?.[0];
  return match?.path?.type === "RegularExpression" ? "/" : (match?.path?.value ?? "/");
}

/**
 * Serves `answer` over HTTP on loopback. The gateway's address is told by the header
 * `x-gateway-address`, its port by `x-gateway-port` (default 443), for the address itself is not
 * one that this machine has.
 */
export async function serveTraffic(
  path: { answer(request: GatewayRequest): GatewayAnswer },
  port: number,
): Promise<Server> {
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const header = (name: string): string => [request.headers[name] ?? ""].flat()[0] ?? "";
    const result = path.answer({
      address: header("x-gateway-address"),
      port: Number(header("x-gateway-port") || "443"),
      host: header("host").replace(/:\d+$/, ""),
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
    });
    // A gateway that is not there does not answer; a proxy in front of it would say 502.
    response.writeHead(result.status === 0 ? 502 : result.status, {
      "content-type": "text/plain; charset=utf-8",
      ...(result.location ? { location: result.location } : {}),
    });
    response.end(`${result.text}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return server;
}
