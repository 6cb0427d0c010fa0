import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { certManagerBundle } from "./cert-manager";
import { certificatesBundle } from "./certificates";
import { ciliumBundle } from "./cilium";
import { cloudflaredBundle } from "./cloudflared";
import { corednsBundle } from "./coredns";
import { envoyGatewayBundle } from "./envoy-gateway";
import { externalDnsBundle, externalDnsUnifiBundle } from "./external-dns";
import { gatewaysBundle } from "./gateways";
import { kubeletCsrApproverBundle } from "./kubelet-csr-approver";
import { loadBalancerBundle } from "./load-balancer";
import { metricsServerBundle } from "./metrics-server";
import { multusBundle } from "./multus";
import { platformRoutesBundle } from "./platform-routes";
import { reverseProxyBundle } from "./reverse-proxy";
import { tailscaleBundle } from "./tailscale";
import { trafficPoliciesBundle } from "./traffic-policies";

/**
 * Everything of the network layer that the spec asks for: the cluster's own network and DNS first,
 * then certificates, gateways and the ways into them.
 */
export function networkBundles(spec: ClusterSpec): Bundle[] {
  return [
    ciliumBundle(spec),
    loadBalancerBundle(spec),
    spec.kubernetes.rotateServerCertificates ? kubeletCsrApproverBundle(spec) : undefined,
    corednsBundle(spec),
    metricsServerBundle(spec),
    multusBundle(spec),
    certManagerBundle(),
    certificatesBundle(spec),
    envoyGatewayBundle(spec),
    gatewaysBundle(spec),
    trafficPoliciesBundle(spec),
    reverseProxyBundle(spec),
    cloudflaredBundle(spec),
    externalDnsBundle(spec),
    externalDnsUnifiBundle(spec),
    tailscaleBundle(spec),
    platformRoutesBundle(spec),
  ].filter((bundle) => bundle !== undefined);
}
