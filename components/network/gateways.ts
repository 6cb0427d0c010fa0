import type { IEnvoyProxy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/EnvoyProxy";
import type { IGateway } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/Gateway";
import type { ClusterSpec, GatewaySpec } from "../../spec/cluster";
import { routesOf } from "../../spec/queries";
import { awaitCondition } from "../contracts/await";
import type { Bundle } from "../contracts/bundle";
import {
  DNS_LABEL,
  HTTPS_LISTENER,
  HTTP_LISTENER,
  NETWORK_NAMESPACE,
  exposureLabel,
  gatewayObjectName,
  streamListener,
  wildcardSecret,
} from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { DNS_HOSTNAME, DNS_TARGET } from "./dns-annotations";
import { publishedGateways } from "./dns-publication";
import { GATEWAY_CLASS } from "./envoy-gateway";
import { ADDRESS_ANNOTATION } from "./load-balancer";
import { spreadOverNodes } from "./placement";

/** Seconds in which a proxy that ends lets its connections end. */
const DRAIN_SECONDS = 180;

/** All gateways of the spec, each with the Envoy proxies behind it. */
export function gatewaysBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "network",
    component: "Gateways",
    name: "gateways",
    namespaces: [{ name: NETWORK_NAMESPACE }],
    objects: Object.values(spec.gateways).flatMap((gateway) => [
      envoyProxy(spec, gateway),
      gatewayObject(spec, gateway),
    ]),
  };
}

function gatewayObject(spec: ClusterSpec, gateway: GatewaySpec): KubernetesObject {
  const name = gatewayObjectName(gateway.name);
  const published = publishedGateways(spec).includes(gateway.name);
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: {
      name,
      namespace: NETWORK_NAMESPACE,
      labels: {
        ...gatewayLabels(gateway),
        ...exposureLabel(gateway.exposure),
        ...(published ? DNS_LABEL : {}),
      },
      // A gateway is there for its routes once it has its address and a proxy.
      annotations: { [DNS_TARGET]: gateway.target, ...awaitCondition("Programmed") },
    },
    spec: {
      gatewayClassName: GATEWAY_CLASS,
      infrastructure: {
        // The LAN's DNS learns the gateway's own name from its Service.
        ...(spec.ingress.splitDns === undefined ? {} : { labels: { ...DNS_LABEL } }),
        annotations: {
          [ADDRESS_ANNOTATION]: gateway.address,
          ...(spec.ingress.splitDns === undefined ? {} : { [DNS_HOSTNAME]: gateway.target }),
        },
        parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name },
      },
      listeners: [
        {
          name: HTTP_LISTENER,
          protocol: "HTTP",
          port: 80,
          // Only the redirect to HTTPS, which lives beside the gateway.
          allowedRoutes: { namespaces: { from: "Same" } },
        },
        {
          name: HTTPS_LISTENER,
          protocol: "HTTPS",
          port: 443,
          allowedRoutes: { namespaces: { from: "All" } },
          tls: {
            mode: "Terminate",
            certificateRefs: [{ group: "", kind: "Secret", name: wildcardSecret(spec.domain) }],
          },
        },
        ...streamListeners(spec, gateway),
      ],
    },
  } satisfies IGateway & KubernetesObject;
}

/** A listener for every TCP and UDP port that a route of an app asks this gateway for. */
function streamListeners(spec: ClusterSpec, gateway: GatewaySpec) {
  const listeners = new Map<string, { protocol: "TCP" | "UDP"; port: number }>();
  for (const { route } of routesOf(spec)) {
    const { protocol, listener: port } = route;
    if (route.gateway !== gateway.name || protocol === "HTTP" || port === undefined) continue;
    listeners.set(streamListener(protocol, port), { protocol, port });
  }
  return [...listeners]
    .sort(([, a], [, b]) => a.port - b.port || a.protocol.localeCompare(b.protocol))
    .map(([name, { protocol, port }]) => ({
      name,
      protocol,
      port,
      allowedRoutes: {
        namespaces: { from: "All" as const },
        kinds: [{ group: "gateway.networking.k8s.io", kind: `${protocol}Route` }],
      },
    }));
}

function envoyProxy(spec: ClusterSpec, gateway: GatewaySpec): KubernetesObject {
  const name = gatewayObjectName(gateway.name);
  const { replicas } = gateway;
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "EnvoyProxy",
    metadata: { name, namespace: NETWORK_NAMESPACE },
    spec: {
      logging: { level: { default: "info" } },
      provider: {
        type: "Kubernetes",
        kubernetes: {
          envoyDeployment: {
            replicas,
            container: {
              resources: {
                requests: { cpu: "100m", memory: "128Mi" },
                limits: { memory: "1Gi" },
              },
            },
            pod: {
              topologySpreadConstraints: spreadOverNodes(
                spec,
                {
                  "gateway.envoyproxy.io/owning-gateway-name": name,
                  "gateway.envoyproxy.io/owning-gateway-namespace": NETWORK_NAMESPACE,
                },
                replicas,
              ),
            },
          },
          ...(replicas > 1 ? { envoyPDB: { minAvailable: 1 } } : {}),
          envoyService: { externalTrafficPolicy: trafficPolicy(spec) },
        },
      },
      shutdown: { drainTimeout: `${String(DRAIN_SECONDS)}s` },
      telemetry: { metrics: { prometheus: { compression: { type: "Gzip" } } } },
    },
  } satisfies IEnvoyProxy & KubernetesObject;
}

/**
 * `Local` keeps packets on the node that they reach, which must run a proxy. A router that is told
 * by BGP sends only to such nodes; the node that answers ARP is chosen without looking, so there
 * every node has to take part. https://docs.cilium.io/en/stable/network/l2-announcements/#limitations
 */
function trafficPolicy(spec: ClusterSpec): "Local" | "Cluster" {
  return spec.network.loadBalancer.advertisement.mode === "bgp" ? "Local" : "Cluster";
}

/** Labels by which policies select a gateway. */
function gatewayLabels(gateway: GatewaySpec): Record<string, string> {
  return { "app.kubernetes.io/name": gatewayObjectName(gateway.name) };
}
