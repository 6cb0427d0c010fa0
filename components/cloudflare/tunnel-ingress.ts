import type { ClusterSpec } from "../../spec/cluster";
import { tunnelGatewayOf } from "../../spec/queries";
import { NETWORK_NAMESPACE, gatewayObjectName } from "../contracts/conventions";

/** A rule of the tunnel: where requests for a host go. */
export interface TunnelIngress {
  readonly hostname?: string;
  readonly service: string;
  readonly originRequest?: {
    readonly originServerName: string;
    readonly http2Origin: boolean;
    readonly noTlsVerify?: boolean;
  };
}

/**
 * Where the tunnel leads: the domain and every label under it to the reverse proxy's address, or
 * straight to the public gateway where there is none; everything else gets a 404.
 *
 * @throws Error where the spec has no tunnel or its gateway is missing
 */
export function tunnelIngress(spec: ClusterSpec): TunnelIngress[] {
  const gateway = tunnelGatewayOf(spec);
  if (gateway === undefined) throw new Error(`${spec.name} has no tunnel, or not its gateway`);
  const proxy = spec.ingress.cloudflare?.tunnel?.reverseProxy;
  const host =
    proxy?.address ?? `${gatewayObjectName(gateway.name)}.${NETWORK_NAMESPACE}.svc.cluster.local`;
  const originRequest = {
    // The name that cloudflared asks for in the TLS handshake, whatever host is requested.
    originServerName: gateway.target,
    http2Origin: true,
    // Only the production issuer's certificates are ones that cloudflared trusts.
    ...(spec.ingress.certificates.issuer === "letsencrypt-production" ? {} : { noTlsVerify: true }),
  };
  const service = `https://${host}:443`;
  return [
    { hostname: spec.domain, service, originRequest },
    { hostname: `*.${spec.domain}`, service, originRequest },
    { service: "http_status:404" },
  ];
}
