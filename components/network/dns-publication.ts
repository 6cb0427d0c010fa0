import type { ClusterSpec, GatewaySpec } from "../../spec/cluster";
import { routesOf } from "../../spec/queries";

/**
 * Gateways whose hosts stand in public DNS: the one that the tunnel leads to, and the private ones
 * where no DNS server of the LAN learns their hosts. A private gateway's hosts then resolve to an
 * address of the LAN, which is of no use outside of it.
 */
export function publishedGateways(spec: ClusterSpec): string[] {
  const { cloudflare, splitDns } = spec.ingress;
  if (cloudflare === undefined) return [];
  return Object.values(spec.gateways)
    .filter(
      ({ name, exposure }) =>
        name === cloudflare.tunnel?.gateway || (exposure === "private" && splitDns === undefined),
    )
    .map(({ name }) => name);
}

/** The published gateways whose own name leads to their address, and not to the tunnel. */
export function directGateways(spec: ClusterSpec): GatewaySpec[] {
  return Object.values(spec.gateways).filter(
    ({ name }) =>
      publishedGateways(spec).includes(name) && name !== spec.ingress.cloudflare?.tunnel?.gateway,
  );
}

/** Protocols of the TCP and UDP routes that have a host to publish in public DNS. */
export function publishedStreams(spec: ClusterSpec): ("TCP" | "UDP")[] {
  const direct = new Set(directGateways(spec).map(({ name }) => name));
  const protocols = new Set<"TCP" | "UDP">();
  for (const { route } of routesOf(spec)) {
    if (route.protocol !== "HTTP" && route.host !== undefined && direct.has(route.gateway)) {
      protocols.add(route.protocol);
    }
  }
  return [...protocols].sort();
}
