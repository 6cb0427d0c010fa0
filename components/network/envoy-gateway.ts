import type { IGatewayClass } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GatewayClass";
import { isOutsideApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import type { CrdRef } from "../contracts/chart";
import { NETWORK_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";
import type { KubernetesObject } from "../contracts/object";

/** Class of every gateway. */
export const GATEWAY_CLASS = "envoy";

const CONTROLLER = "gateway.envoyproxy.io/gatewayclass-controller";

const CRDS: readonly CrdRef[] = [
  ...crdRefs("gateway.networking.k8s.io/v1", "Cluster", { GatewayClass: "gatewayclasses" }),
  ...crdRefs("gateway.networking.k8s.io/v1", "Namespaced", {
    BackendTLSPolicy: "backendtlspolicies",
    GRPCRoute: "grpcroutes",
    Gateway: "gateways",
    HTTPRoute: "httproutes",
  }),
  ...crdRefs("gateway.networking.k8s.io/v1beta1", "Namespaced", {
    ReferenceGrant: "referencegrants",
  }),
  ...crdRefs("gateway.networking.k8s.io/v1alpha2", "Namespaced", {
    TCPRoute: "tcproutes",
    TLSRoute: "tlsroutes",
    UDPRoute: "udproutes",
  }),
  ...crdRefs("gateway.envoyproxy.io/v1alpha1", "Namespaced", {
    Backend: "backends",
    BackendTrafficPolicy: "backendtrafficpolicies",
    ClientTrafficPolicy: "clienttrafficpolicies",
    EnvoyExtensionPolicy: "envoyextensionpolicies",
    EnvoyPatchPolicy: "envoypatchpolicies",
    EnvoyProxy: "envoyproxies",
    HTTPRouteFilter: "httproutefilters",
    SecurityPolicy: "securitypolicies",
  }),
];

/**
 * Envoy Gateway, which turns gateways into Envoy proxies, with the Gateway API itself.
 *
 * The chart's certgen is a Helm hook, so it has to be a real Helm release. Proxies run in the
 * gateway's namespace under the gateway's name (`GatewayNamespace`), so that other components can
 * name their Services.
 */
export function envoyGatewayBundle({ apps }: Pick<ClusterSpec, "apps">): Bundle {
  return {
    layer: "network",
    component: "EnvoyGateway",
    name: "envoy-gateway",
    namespaces: [{ name: NETWORK_NAMESPACE }],
    charts: [
      {
        name: "envoy-gateway",
        chart: "envoy-gateway",
        namespace: NETWORK_NAMESPACE,
        values: {
          deployment: {
            replicas: 1,
            envoyGateway: {
              resources: {
                requests: { cpu: "50m", memory: "128Mi" },
                limits: { memory: "1Gi" },
              },
            },
          },
          config: {
            envoyGateway: {
              gateway: { controllerName: CONTROLLER },
              provider: {
                type: "Kubernetes",
                kubernetes: { deploy: { type: "GatewayNamespace" } },
              },
              // Who may make a Backend makes a gateway ask any address, so it is off unless needed.
              ...(Object.values(apps).some(isOutsideApp)
                ? { extensionApis: { enableBackend: true } }
                : {}),
            },
          },
          // Routing by zone; a home has one.
          topologyInjector: { enabled: false },
        },
        brings: {
          crds: CRDS,
          workloads: [{ kind: "Deployment", name: "envoy-gateway", replicas: 1 }],
          provides: ["app:envoy-gateway"],
        },
      },
    ],
    objects: [
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GatewayClass",
        metadata: { name: GATEWAY_CLASS },
        spec: { controllerName: CONTROLLER },
      } satisfies IGatewayClass & KubernetesObject,
    ],
  };
}
