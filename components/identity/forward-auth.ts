import type { ISecurityPolicy } from "@kubernetes-models/envoy-gateway/gateway.envoyproxy.io/v1alpha1/SecurityPolicy";
import type { IReferenceGrant } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant";
import type { PlatformApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { FORWARD_AUTH_POLICY as NAME } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { routeObjectName } from "../network/routes";
import { AUTHELIA_PORT, FORWARD_AUTH_PATH } from "./authelia-config";
import { guardedRoutesOf } from "./guarded-routes";

const ENVOY = "gateway.envoyproxy.io";

/**
 * Logins in front of apps that have none: Envoy asks Authelia about every request to a route with
 * `auth: "forward"`, and refuses it where Authelia does not answer.
 * https://www.authelia.com/integration/kubernetes/envoy/gateway/
 *
 * One policy a namespace, since a policy may only name routes of its own.
 */
export function forwardAuthBundle(spec: ClusterSpec, authelia: PlatformApp): Bundle | undefined {
  const byNamespace = new Map<string, string[]>();
  for (const { app, key } of guardedRoutesOf(spec)) {
    const routes = byNamespace.get(app.category) ?? [];
    byNamespace.set(app.category, [...routes, routeObjectName(app, key)]);
  }
  if (byNamespace.size === 0) return undefined;
  const namespaces = [...byNamespace.keys()];
  return {
    layer: "identity",
    component: "ForwardAuth",
    name: NAME,
    namespaces: [...new Set([authelia.category, ...namespaces])].map((name) => ({ name })),
    objects: [
      ...grant(authelia, namespaces),
      ...[...byNamespace].map(([namespace, routes]) => policy(authelia, namespace, routes)),
    ],
  };
}

function policy(
  authelia: PlatformApp,
  namespace: string,
  routes: readonly string[],
): KubernetesObject {
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "SecurityPolicy",
    metadata: { name: NAME, namespace },
    spec: {
      targetRefs: routes.map((name) => ({
        group: "gateway.networking.k8s.io",
        kind: "HTTPRoute",
        name,
      })),
      extAuth: {
        failOpen: false,
        // Host, method and path are always sent.
        headersToExtAuth: ["accept", "cookie", "x-forwarded-proto"],
        http: {
          backendRefs: [
            {
              group: "",
              kind: "Service",
              name: authelia.name,
              namespace: authelia.category,
              port: AUTHELIA_PORT,
            },
          ],
          path: FORWARD_AUTH_PATH,
          // Who it is, for apps that trust their proxy; Envoy replaces what the client sent.
          headersToBackend: ["remote-user", "remote-groups", "remote-name", "remote-email"],
        },
      },
    },
  } satisfies ISecurityPolicy & KubernetesObject;
}

/** Lets the policies of other namespaces refer to Authelia's Service. */
function grant(authelia: PlatformApp, namespaces: readonly string[]): KubernetesObject[] {
  const others = namespaces.filter((namespace) => namespace !== authelia.category);
  if (others.length === 0) return [];
  return [
    {
      apiVersion: "gateway.networking.k8s.io/v1beta1",
      kind: "ReferenceGrant",
      metadata: { name: NAME, namespace: authelia.category },
      spec: {
        from: others.map((namespace) => ({ group: ENVOY, kind: "SecurityPolicy", namespace })),
        to: [{ group: "", kind: "Service", name: authelia.name }],
      },
    } satisfies IReferenceGrant & KubernetesObject,
  ];
}
