import { list, record, text } from "../../components/contracts/object";
import { annotationsOf, kindOf, type Resource } from "../resource";
import type { Finding, StackRule } from "../rule";

/** Label of a Gateway: `public` where the Internet reaches it; anything else is private. */
export const EXPOSURE_LABEL = "hearth.dev/exposure";

const PROXIED = "external-dns.alpha.kubernetes.io/cloudflare-proxied";
const TARGET = "external-dns.alpha.kubernetes.io/target";
const ADDRESS = "lbipam.cilium.io/ips";

const ROUTES = new Set(["HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute"]);
const TUNNEL_CONFIG =
  "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig";
const DNS_RECORD = "cloudflare:index/dnsRecord:DnsRecord";

interface Gateway {
  readonly name: string;
  readonly namespace: string;
  readonly isPublic: boolean;
  readonly address: string;
  /** Name that public records of its routes point to. */
  readonly target: string;
}

/**
 * A host is public by one way only: proxied record → tunnel → public gateway. Whatever else would
 * show something to the Internet is a violation, and so is a host that both sorts of gateway serve.
 */
export const exposure: StackRule = {
  name: "public-behind-external-gateway",
  description: "The Internet reaches nothing but the public gateway, and only by the tunnel.",
  level: "mandatory",
  remedy: "attach the route to one gateway, and publish it by that gateway alone",
  checkStack: (resources) => {
    const gateways = resources.filter((one) => kindOf(one) === "Gateway").map(gatewayOf);
    return [
      ...sharedHosts(resources, gateways),
      ...resources.flatMap((resource) =>
        reasons(resource, gateways).map((reason) => ({ resource, reason })),
      ),
    ];
  },
};

function gatewayOf({ props }: Resource): Gateway {
  const metadata = record(props["metadata"]);
  const infrastructure = record(record(props["spec"])["infrastructure"]);
  return {
    name: text(metadata["name"]),
    namespace: text(metadata["namespace"]),
    isPublic: record(metadata["labels"])[EXPOSURE_LABEL] === "public",
    address: text(record(infrastructure["annotations"])[ADDRESS]),
    target: text(record(metadata["annotations"])[TARGET]),
  };
}

function gatewaysOfRoute(route: Resource, gateways: readonly Gateway[]): Gateway[] {
  const names = list(record(route.props["spec"])["parentRefs"]).map((ref) => record(ref)["name"]);
  return gateways.filter(({ name }) => names.includes(name));
}

/** Hosts that a public and a private gateway both serve. */
function sharedHosts(resources: readonly Resource[], gateways: readonly Gateway[]): Finding[] {
  const publicHosts = new Set<string>();
  const privateRoutes: { route: Resource; host: string }[] = [];
  for (const route of resources.filter((one) => ROUTES.has(kindOf(one)))) {
    const hosts = list(record(route.props["spec"])["hostnames"]).map(text);
    for (const { isPublic } of gatewaysOfRoute(route, gateways)) {
      for (const host of hosts) {
        if (isPublic) publicHosts.add(host);
        else privateRoutes.push({ route, host });
      }
    }
  }
  return privateRoutes
    .filter(({ host }) => publicHosts.has(host))
    .map(({ route, host }) => ({
      resource: route,
      reason: `${host} is public, and a private gateway serves it too`,
    }));
}

function reasons(resource: Resource, gateways: readonly Gateway[]): string[] {
  const kind = kindOf(resource);
  if (resource.type === TUNNEL_CONFIG) return tunnelReasons(resource, gateways);
  if (resource.type === DNS_RECORD) return recordReasons(resource, gateways);
  if (!resource.type.startsWith("kubernetes:")) return [];
  if (kind === "Ingress") return ["is an Ingress, which goes round the gateways"];
  const annotations = annotationsOf(resource);
  if (annotations["tailscale.com/funnel"] === "true") {
    return ["is shown to the Internet by a Tailscale funnel"];
  }
  if (annotations[PROXIED] !== "true") return [];
  if (!ROUTES.has(kind)) return [`is published by Cloudflare's proxy, and is no route`];
  return gatewaysOfRoute(resource, gateways)
    .filter(({ isPublic }) => !isPublic)
    .map(({ name }) => `is published by Cloudflare's proxy from the private gateway ${name}`);
}

/** Where the tunnel leads besides the public gateway, by name or address. */
function tunnelReasons({ props }: Resource, gateways: readonly Gateway[]): string[] {
  return list(record(props["config"])["ingresses"])
    .map((rule) => text(record(rule)["service"]))
    .flatMap((service) => {
      const host = /^[a-z0-9+]+:\/\/([^:/]+)/.exec(service)?.[1];
      if (host === undefined) return [];
      const wrong = gateways.find(
        ({ address, isPublic }) => !isPublic && address !== "" && address === host,
      );
      if (wrong !== undefined) return [`leads to the private gateway ${wrong.name}`];
      const inside = /^([^.]+)\.([^.]+)\.svc(\.|$)/.exec(host);
      if (inside === null) return [];
      const isGateway = gateways.some(
        ({ name, namespace, isPublic }) =>
          isPublic && name === inside[1] && namespace === inside[2],
      );
      return isGateway ? [] : [`leads to ${host}, which is no public gateway`];
    });
}

function recordReasons({ props }: Resource, gateways: readonly Gateway[]): string[] {
  if (props["proxied"] !== true) return [];
  const name = text(props["name"]);
  return gateways.some(({ isPublic, target }) => isPublic && target === name)
    ? []
    : [`publishes ${name}, which is not the public gateway's name`];
}
