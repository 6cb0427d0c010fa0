/**
 * The rules of the Gateway API, as pure functions: which listener of a Gateway a route may attach
 * to, and which rule of a route a request takes.
 * https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { KubeObject } from "../kubernetes/client";

/** A listener of a Gateway, as far as it is read. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: {
    readonly mode?: string;
    readonly certificateRefs?: readonly { readonly name: string; readonly namespace?: string }[];
  };
  readonly allowedRoutes?: {
    readonly namespaces?: {
      readonly from?: "All" | "Same" | "Selector" | "None";
      readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    };
    readonly kinds?: readonly { readonly kind: string }[];
  };
}

/** A reference of a route to a Gateway. */
export interface ParentRef {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

/** A reference of a rule to what answers. */
export interface BackendRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
}

/** What a request has to look like. */
export interface RouteMatch {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly headers?: readonly { readonly name: string; readonly value: string }[];
  readonly method?: string;
}

/** What a rule does with a request; only redirects are read. */
export interface RouteFilter {
  readonly type: string;
  readonly requestRedirect?: {
    readonly scheme?: string;
    readonly hostname?: string;
    readonly port?: number;
    readonly statusCode?: number;
  };
}

/** A rule of a route. */
export interface RouteRule {
  readonly matches?: readonly RouteMatch[];
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly BackendRef[];
}

/** The spec of a route of any kind. */
export interface RouteSpec {
  readonly parentRefs?: readonly ParentRef[];
  readonly hostnames?: readonly string[];
  readonly rules?: readonly RouteRule[];
}

/** Why a route is not attached, in the words of the specification. */
export type Refusal = "NoMatchingParent" | "NotAllowedByListeners" | "NoMatchingListenerHostname";

const protocols: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: ["HTTP", "HTTPS"],
  GRPCRoute: ["HTTP", "HTTPS"],
  TCPRoute: ["TCP", "TLS"],
  TLSRoute: ["TLS"],
  UDPRoute: ["UDP"],
};

/** The listeners of a Gateway. */
export function listenersOf(gateway: KubeObject): readonly Listener[] {
  return (gateway.spec as { listeners?: Listener[] }).listeners ?? [];
}

/** The spec of a route. */
export function specOf(route: KubeObject): RouteSpec {
  return route.spec as RouteSpec;
}

/** Whether a reference of the route means this Gateway. */
export function refersTo(parent: ParentRef, route: KubeObject, gateway: KubeObject): boolean {
  return (
    (parent.kind ?? "Gateway") === "Gateway" &&
    parent.name === gateway.metadata.name &&
    (parent.namespace ?? route.metadata.namespace) === gateway.metadata.namespace
  );
}

/**
 * The listeners that a route attaches to through one reference, or why there is none.
 *
 * @param namespaceLabels labels of the route's namespace
 */
export function attach(
  route: KubeObject,
  parent: ParentRef,
  gateway: KubeObject,
  namespaceLabels: Readonly<Record<string, string>>,
): readonly Listener[] | Refusal {
  const named = listenersOf(gateway).filter(
    ({ name, port }) =>
      (parent.sectionName === undefined || parent.sectionName === name) &&
      (parent.port === undefined || parent.port === port),
  );
  if (named.length === 0) return "NoMatchingParent";
  const allowed = named.filter((listener) => allows(listener, route, gateway, namespaceLabels));
  if (allowed.length === 0) return "NotAllowedByListeners";
  const matching = allowed.filter((listener) => hostsOn(listener, route).length > 0);
  return matching.length === 0 ? "NoMatchingListenerHostname" : matching;
}

function allows(
  listener: Listener,
  route: KubeObject,
  gateway: KubeObject,
  namespaceLabels: Readonly<Record<string, string>>,
): boolean {
  const kinds = listener.allowedRoutes?.kinds?.map(({ kind }) => kind);
  const kind = route.kind ?? "";
  if (kinds !== undefined && !kinds.includes(kind)) return false;
  if (!(protocols[kind] ?? []).includes(listener.protocol)) return false;
  const { from = "Same", selector } = listener.allowedRoutes?.namespaces ?? {};
  switch (from) {
    case "All":
      return true;
    case "None":
      return false;
    case "Same":
      return route.metadata.namespace === gateway.metadata.namespace;
    case "Selector":
      return Object.entries(selector?.matchLabels ?? {}).every(
        ([name, value]) => namespaceLabels[name] === value,
      );
  }
}

/**
 * Host names of the route that the listener serves; `*` stands for any. Empty if none is common.
 */
export function hostsOn(listener: Listener, route: KubeObject): string[] {
  const hosts = specOf(route).hostnames ?? [];
  if (hosts.length === 0) return [listener.hostname ?? "*"];
  const { hostname } = listener;
  if (hostname === undefined) return [...hosts];
  return hosts.flatMap((host) => {
    if (matchesHost(hostname, host)) return [host];
    return matchesHost(host, hostname) ? [hostname] : [];
  });
}

/** Whether a pattern (`*.example.com`, a name, or `*`) covers a host; `*.` covers any depth. */
export function matchesHost(pattern: string, host: string): boolean {
  if (pattern === "*" || pattern === host) return true;
  return pattern.startsWith("*.") && host.endsWith(pattern.slice(1));
}

/** How exactly a pattern names a host: a name before a long wildcard before a short one. */
export function hostRank(pattern: string): number {
  if (pattern === "*") return 0;
  return pattern.startsWith("*.") ? pattern.length : 1_000 + pattern.length;
}

/** The rule of a route that a request takes: the longest path wins. Undefined if none matches. */
export function ruleFor(
  route: KubeObject,
  request: { method: string; path: string; headers: Readonly<Record<string, string>> },
): RouteRule | undefined {
  let best: { rule: RouteRule; rank: number } | undefined;
  for (const rule of specOf(route).rules ?? []) {
    for (const match of rule.matches ?? [{}]) {
      const rank = rankOf(match, request);
      if (rank !== undefined && (best === undefined || rank > best.rank)) best = { rule, rank };
    }
  }
  return best?.rule;
}

function rankOf(
  match: RouteMatch,
  request: { method: string; path: string; headers: Readonly<Record<string, string>> },
): number | undefined {
  if (match.method !== undefined && match.method !== request.method) return undefined;
  for (const { name, value } of match.headers ?? []) {
    if (request.headers[name.toLowerCase()] !== value) return undefined;
  }
  const { type = "PathPrefix", value = "/" } = match.path ?? {};
  const path = request.path.split("?")[0] ?? "/";
  const more = (match.headers?.length ?? 0) + (match.method === undefined ? 0 : 1);
  switch (type) {
    case "Exact":
      return path === value ? 10_000 + value.length + more : undefined;
    case "RegularExpression":
      return new RegExp(`^(?:${value})$`).test(path) ? 1 + more : undefined;
    default: {
      const prefix = value.replace(/\/$/, "");
      const covers = path === prefix || path.startsWith(`${prefix}/`);
      return covers ? value.length * 10 + more : undefined;
    }
  }
}

/**
 * Whether something in one namespace may refer to an object in another: always within the same,
 * else if a ReferenceGrant there says so.
 */
export function granted(
  from: { group: string; kind: string; namespace: string },
  to: { group: string; kind: string; namespace: string; name: string },
  grants: readonly KubeObject[],
): boolean {
  if (from.namespace === to.namespace) return true;
  return grants.some((grant) => {
    const spec = grant.spec as {
      from?: { group: string; kind: string; namespace: string }[];
      to?: { group: string; kind: string; name?: string }[];
    };
    return (
      grant.metadata.namespace === to.namespace &&
      (spec.from ?? []).some(
        (each) =>
          each.group === from.group && each.kind === from.kind && each.namespace === from.namespace,
      ) &&
      (spec.to ?? []).some(
        (each) =>
          each.group === to.group &&
          each.kind === to.kind &&
          (each.name === undefined || each.name === to.name),
      )
    );
  });
}
