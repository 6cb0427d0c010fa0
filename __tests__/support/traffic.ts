import { tunnelIngress } from "../../components/cloudflare";
import type { Bundle } from "../../components/contracts/bundle";
import { list, record, type KubernetesObject } from "../../components/contracts/object";
import { bundlesOf } from "../../components/platform";
import type { ClusterSpec } from "../../spec/cluster";
import { tunnelGatewayOf } from "../../spec/queries";

const TUNNEL = "<tunnel>";
const DNS = "external-dns.alpha.kubernetes.io";
const LBIPAM = "lbipam.cilium.io/ips";

/** What the layers register for a cluster, as far as traffic passes it. */
export interface World {
  readonly spec: ClusterSpec;
  readonly objects: readonly KubernetesObject[];
  /** Services that charts bring, as `namespace/name`, with their ports. */
  readonly chartServices: ReadonlyMap<string, readonly number[]>;
  readonly bundles: readonly Bundle[];
}

/** A DNS answer: another name or an address; proxied ones are answered by Cloudflare itself. */
interface Answer {
  readonly to: string;
  readonly proxied: boolean;
}

/** Everything that carries traffic in a cluster, with what it leads to. */
export function worldOf(spec: ClusterSpec): World {
  const bundles = bundlesOf(spec);
  const chartServices = new Map<string, readonly number[]>();
  for (const { namespace, brings } of bundles.flatMap(({ charts = [] }) => charts)) {
    for (const { name, ports } of brings.services ?? []) {
      chartServices.set(
        `${namespace}/${name}`,
        ports.map(({ port }) => port),
      );
    }
  }
  // Charts and platform components whose Services their definitions name.
  for (const app of Object.values(spec.apps)) {
    if ("service" in app && app.service !== undefined) {
      chartServices.set(`${app.category}/${app.service.name}`, [app.service.port]);
    }
  }
  return {
    spec,
    bundles,
    chartServices,
    objects: bundles.flatMap(({ objects = [] }) => objects),
  };
}

/**
 * The way of an HTTPS request from the Internet, hop by hop, or undefined where there is none. It
 * starts at public DNS, and only what Cloudflare's proxy takes into the tunnel gets anywhere.
 */
export function fromInternet(world: World, host: string, path = "/"): string[] | undefined {
  const answer = publicDns(world).get(host);
  if (answer === undefined || !answer.proxied) return undefined;
  const hops = [`dns ${host} → ${answer.to}`];
  if (publicDns(world).get(answer.to)?.to !== TUNNEL) return undefined;
  const rule = tunnelIngress(world.spec).find(
    ({ hostname }) => hostname === undefined || matches(hostname, host),
  );
  if (rule?.originRequest === undefined) return undefined;
  const { service, originRequest } = rule;
  hops.push(`tunnel → ${service}`);
  if (!runs(world, "cloudflared")) return undefined;
  const { hostname: origin, port } = new URL(service.replace("https:", "http:"));
  const target = throughProxy(world, origin, originRequest.originServerName, hops);
  return target === undefined || port !== "443"
    ? undefined
    : intoGateway(world, target, host, path, hops);
}

/** The same from the LAN, whose DNS server comes first where the stack has one. */
export function fromLan(world: World, host: string, path = "/"): string[] | undefined {
  const lan = lanDns(world);
  const answers = lan.has(host) ? lan : publicDns(world);
  const answer = answers.get(host);
  if (answer === undefined) return undefined;
  if (answer.proxied && answers !== lan) return fromInternet(world, host, path);
  const address = answers.get(answer.to)?.to ?? answer.to;
  const hops = [`dns ${host} → ${answer.to} → ${address}`];
  return intoGateway(world, address, host, path, hops);
}

/** A TCP or UDP connection from the LAN to a gateway's port. */
export function fromLanToPort(
  world: World,
  gatewayAddress: string,
  protocol: "TCP" | "UDP",
  port: number,
): string[] | undefined {
  const gateway = gatewayAt(world, gatewayAddress);
  const listener = listenersOf(gateway).find(
    (one) => one["protocol"] === protocol && one["port"] === port,
  );
  if (gateway === undefined || listener === undefined) return undefined;
  const route = world.objects.find(
    (object) =>
      object.kind === `${protocol}Route` && attaches(object, gateway, String(listener["name"])),
  );
  return route === undefined
    ? undefined
    : toBackend(world, route, list(record(route["spec"])["rules"])[0], [
        `${gateway.metadata.name} ${String(listener["name"])}`,
      ]);
}

/** Records that the tunnel component and external-dns write at Cloudflare. */
function publicDns(world: World): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  const chart = world.bundles
    .flatMap(({ charts = [] }) => charts)
    .find(({ name }) => name === "external-dns");
  if (chart !== undefined) {
    routeRecords(world, (gateway) => labelled(gateway), answers);
    for (const object of world.objects.filter(({ kind }) => kind === "DNSEndpoint")) {
      if (!labelled(object)) continue;
      for (const endpoint of list(record(object["spec"])["endpoints"]).map(record)) {
        answers.set(String(endpoint["dnsName"]), {
          to: String(list(endpoint["targets"])[0]),
          proxied: false,
        });
      }
    }
  }
  const gateway = tunnelGatewayOf(world.spec);
  if (gateway !== undefined) answers.set(gateway.target, { to: TUNNEL, proxied: true });
  return answers;
}

/** Records that the UniFi instance writes: hosts of all gateways, and the gateways' own names. */
function lanDns(world: World): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  if (world.spec.ingress.splitDns === undefined) return answers;
  routeRecords(world, () => true, answers);
  for (const gateway of world.objects.filter(({ kind }) => kind === "Gateway")) {
    const { labels, annotations } = record(record(gateway["spec"])["infrastructure"]);
    const host = record(annotations)[`${DNS}/hostname`];
    if (record(labels)[`${DNS}/enabled`] !== "true" || typeof host !== "string") continue;
    answers.set(host, { to: addressOf(gateway), proxied: false });
  }
  return answers;
}

/** Hosts of labelled routes, which point to what their gateway's annotation says. */
function routeRecords(
  world: World,
  publishes: (gateway: KubernetesObject) => boolean,
  answers: Map<string, Answer>,
): void {
  for (const route of world.objects.filter(({ kind }) => kind === "HTTPRoute").filter(labelled)) {
    for (const gateway of world.objects.filter(({ kind }) => kind === "Gateway")) {
      if (!attaches(route, gateway) || !publishes(gateway)) continue;
      const to = gateway.metadata.annotations?.[`${DNS}/target`];
      if (to === undefined) continue;
      const proxied = route.metadata.annotations?.[`${DNS}/cloudflare-proxied`] === "true";
      for (const host of hostsOf(route)) answers.set(host, { to, proxied });
    }
  }
}

/** The gateway's address behind an origin: the origin itself, its Service, or nginx in between. */
function throughProxy(
  world: World,
  origin: string,
  serverName: string,
  hops: string[],
): string | undefined {
  const named = world.objects.find(
    ({ kind, metadata }) =>
      kind === "Gateway" &&
      origin === `${metadata.name}.${metadata.namespace ?? ""}.svc.cluster.local`,
  );
  if (named !== undefined) return addressOf(named);
  const service = world.objects.find(
    ({ kind, metadata }) => kind === "Service" && metadata.annotations?.[LBIPAM] === origin,
  );
  if (service === undefined) return undefined;
  const { name, namespace } = service.metadata;
  if (!reachesPods(world, service, 443)) return undefined;
  const config = world.objects.find(
    ({ kind, metadata }) =>
      kind === "ConfigMap" && metadata.name === name && metadata.namespace === namespace,
  );
  const text = String(record(config?.["data"])["nginx.conf"]);
  const [, domain, address] = /^\s*\.(\S+) ([\d.]+):443;$/m.exec(text) ?? [];
  if (domain === undefined || !`.${serverName}`.endsWith(`.${domain}`)) return undefined;
  hops.push(`${name} ${origin} → ${String(address)}`);
  return address;
}

function intoGateway(world: World, address: string, host: string, path: string, hops: string[]) {
  const gateway = gatewayAt(world, address);
  const listener = listenersOf(gateway).find(({ port }) => port === 443);
  if (gateway === undefined || listener === undefined) return undefined;
  if (!certified(world, listener, host)) return undefined;
  const routes = world.objects.filter(
    (object) =>
      object.kind === "HTTPRoute" &&
      attaches(object, gateway, String(listener["name"])) &&
      hostsOf(object).includes(host),
  );
  const [route] = routes;
  return route === undefined
    ? undefined
    : toBackend(world, route, ruleFor(route, path), [
        ...hops,
        `${gateway.metadata.name} ${address}`,
      ]);
}

/** The rule of a route with the longest path that the request's path starts with. */
function ruleFor(route: KubernetesObject, path: string): unknown {
  const prefixOf = (rule: unknown) =>
    String(record(record(list(record(rule)["matches"])[0])["path"])["value"]);
  return list(record(route["spec"])["rules"])
    .filter((rule) => `${path}/`.startsWith(prefixOf(rule).replace(/\/?$/, "/")))
    .sort((a, b) => prefixOf(b).length - prefixOf(a).length)[0];
}

/** What the gateway changes on the way, as hops. */
function changesOf(rule: unknown): string[] {
  return list(record(rule)["filters"])
    .map(record)
    .flatMap(({ requestHeaderModifier }) => list(record(requestHeaderModifier)["remove"]))
    .map((name) => `without ${String(name)}`);
}

/** Whether the listener's certificate is one that is asked for, and covers the host. */
function certified(world: World, listener: Readonly<Record<string, unknown>>, host: string) {
  const secrets = list(record(listener["tls"])["certificateRefs"]).map(
    (ref) => record(ref)["name"],
  );
  return world.objects
    .filter(({ kind }) => kind === "Certificate")
    .map(({ spec }) => record(spec))
    .filter(({ secretName }) => secrets.includes(secretName))
    .some(({ dnsNames }) => list(dnsNames).some((name) => matches(String(name), host)));
}

function toBackend(world: World, route: KubernetesObject, rule: unknown, hops: string[]) {
  const backend = record(list(record(rule)["backendRefs"])[0]);
  const namespace = route.metadata.namespace ?? "";
  const name = String(backend["name"]);
  if (backend["kind"] === "Backend") return outOfCluster(world, route, name, hops);
  const port = Number(backend["port"]);
  const service = world.objects.find(
    ({ kind, metadata }) =>
      kind === "Service" && metadata.name === name && metadata.namespace === namespace,
  );
  const reached =
    service === undefined
      ? world.chartServices.get(`${namespace}/${name}`)?.includes(port) === true
      : reachesPods(world, service, port);
  if (!reached) return undefined;
  const app = route.metadata.labels?.["app.kubernetes.io/name"] ?? "";
  return [
    ...hops,
    `${route.kind} ${route.metadata.name}`,
    ...changesOf(rule),
    `${namespace}/${name}:${String(port)}`,
    app,
  ];
}

/** The way out of the cluster again, which Envoy Gateway goes only where it is told that it may. */
function outOfCluster(world: World, route: KubernetesObject, name: string, hops: string[]) {
  const backend = world.objects.find(
    ({ kind, metadata }) =>
      kind === "Backend" &&
      metadata.name === name &&
      metadata.namespace === route.metadata.namespace,
  );
  const values = world.bundles
    .flatMap(({ charts = [] }) => charts)
    .find((chart) => chart.name === "envoy-gateway")?.values;
  const config = record(record(values?.["config"])["envoyGateway"]);
  if (record(config["extensionApis"])["enableBackend"] !== true) return undefined;
  const endpoint = record(list(record(backend?.["spec"])["endpoints"])[0]);
  const { address, hostname, port } = record(endpoint["ip"] ?? endpoint["fqdn"]);
  const place = address ?? hostname;
  if (typeof place !== "string") return undefined;
  const app = route.metadata.labels?.["app.kubernetes.io/name"] ?? "";
  return [...hops, `${route.kind} ${route.metadata.name}`, `${place}:${String(port)}`, app];
}

/** Whether a Service has the port, and a workload that it selects listens there. */
function reachesPods(world: World, service: KubernetesObject, port: number): boolean {
  const { selector, ports } = record(service["spec"]);
  const entry = list(ports)
    .map(record)
    .find((one) => one["port"] === port);
  if (entry === undefined) return false;
  return world.objects.some((object) => {
    const template = record(record(object["spec"])["template"]);
    const labels = record(record(template["metadata"])["labels"]);
    const selected = Object.entries(record(selector)).every(
      ([key, value]) => labels[key] === value,
    );
    return (
      object.metadata.namespace === service.metadata.namespace &&
      selected &&
      list(record(template["spec"])["containers"])
        .flatMap((container) => list(record(container)["ports"]).map(record))
        .some(({ name, containerPort }) =>
          [name, containerPort].includes(entry["targetPort"] ?? entry["port"]),
        )
    );
  });
}

function runs(world: World, name: string): boolean {
  return world.objects.some(
    ({ kind, metadata }) => kind === "Deployment" && metadata.name === name,
  );
}

function gatewayAt(world: World, address: string): KubernetesObject | undefined {
  return world.objects.find((object) => object.kind === "Gateway" && addressOf(object) === address);
}

function addressOf(gateway: KubernetesObject): string {
  const { annotations } = record(record(gateway["spec"])["infrastructure"]);
  return String(record(annotations)[LBIPAM]);
}

function listenersOf(gateway: KubernetesObject | undefined) {
  return list(record(gateway?.["spec"])["listeners"]).map(record);
}

function hostsOf(route: KubernetesObject): string[] {
  return list(record(route["spec"])["hostnames"]).map(String);
}

function labelled({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.[`${DNS}/enabled`] === "true";
}

function attaches(route: KubernetesObject, gateway: KubernetesObject, section?: string): boolean {
  return list(record(route["spec"])["parentRefs"])
    .map(record)
    .some(
      ({ name, namespace, sectionName }) =>
        name === gateway.metadata.name &&
        namespace === gateway.metadata.namespace &&
        (section === undefined || sectionName === section),
    );
}

function matches(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) : pattern === host;
}
