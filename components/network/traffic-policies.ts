import type { IBackendTrafficPolicy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/BackendTrafficPolicy";
import type { IClientTrafficPolicy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/ClientTrafficPolicy";
import type { IHTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import type { ClusterSpec, GatewaySpec } from "../../spec/cluster";
import { tunnelGatewayOf } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { HTTP_LISTENER, NETWORK_NAMESPACE, gatewayObjectName } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

/** How gateways speak with clients and with apps, and the redirect from HTTP to HTTPS. */
export function trafficPoliciesBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "network",
    component: "TrafficPolicies",
    name: "traffic-policies",
    namespaces: [{ name: NETWORK_NAMESPACE }],
    objects: [
      ...Object.values(spec.gateways).flatMap((gateway) => [
        clientTrafficPolicy(spec, gateway),
        httpsRedirect(gateway),
      ]),
      backendTrafficPolicy(spec),
    ],
  };
}

/**
 * Who the client is, and which TLS and HTTP it may speak.
 *
 * Requests through the tunnel arrive from cloudflared or nginx, both pods, with the visitor's
 * address in X-Forwarded-For as Cloudflare wrote it. The header counts only from the pod network:
 * a device in the LAN that writes it itself is known by its own address.
 */
function clientTrafficPolicy(spec: ClusterSpec, gateway: GatewaySpec): KubernetesObject {
  const tunnelled = tunnelGatewayOf(spec)?.name === gateway.name;
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "ClientTrafficPolicy",
    metadata: { name: gatewayObjectName(gateway.name), namespace: NETWORK_NAMESPACE },
    spec: {
      targetRefs: [gatewayRef(gateway)],
      ...(tunnelled
        ? { clientIPDetection: { xForwardedFor: { trustedCIDRs: [spec.network.pods] } } }
        : {}),
      tls: { minVersion: "1.2", alpnProtocols: ["h2", "http/1.1"] },
      http2: {
        initialStreamWindowSize: "2Mi",
        initialConnectionWindowSize: "32Mi",
        onInvalidMessage: "TerminateStream",
      },
      ...(gateway.http3 ? { http3: {} } : {}),
      tcpKeepalive: {},
      // No limit on how long a request's body takes: uploads to apps may be slow.
      timeout: { http: { requestReceivedTimeout: "0s" } },
    },
  } satisfies IClientTrafficPolicy & KubernetesObject;
}

function backendTrafficPolicy(spec: ClusterSpec): KubernetesObject {
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "BackendTrafficPolicy",
    metadata: { name: "gateways", namespace: NETWORK_NAMESPACE },
    spec: {
      targetRefs: Object.values(spec.gateways).map(gatewayRef),
      compression: [{ type: "Brotli" }, { type: "Gzip" }],
      connection: { bufferLimit: "8Mi" },
      tcpKeepalive: {},
      // Downloads, event streams and web sockets last as long as they last.
      timeout: { http: { requestTimeout: "0s" } },
    },
  } satisfies IBackendTrafficPolicy & KubernetesObject;
}

function httpsRedirect(gateway: GatewaySpec): KubernetesObject {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: {
      name: `https-redirect-${gateway.name}`,
      namespace: NETWORK_NAMESPACE,
      // No host of it is to be published, whatever labels it may carry one day.
      annotations: { "external-dns.alpha.kubernetes.io/controller": "none" },
    },
    spec: {
      parentRefs: [
        { ...gatewayRef(gateway), namespace: NETWORK_NAMESPACE, sectionName: HTTP_LISTENER },
      ],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          filters: [
            { type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } },
          ],
        },
      ],
    },
  } satisfies IHTTPRoute & KubernetesObject;
}

function gatewayRef(gateway: GatewaySpec) {
  return {
    group: "gateway.networking.k8s.io",
    kind: "Gateway",
    name: gatewayObjectName(gateway.name),
  };
}
