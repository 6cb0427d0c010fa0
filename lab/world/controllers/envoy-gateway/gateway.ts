import type { KubeObject } from "../../../kubernetes/client";
import { gateway as kinds, type Kind } from "../kinds";
import type { Runtime } from "../runtime";

/** Value of a GatewayClass's `spec.controllerName` that means Envoy Gateway. */
export const CONTROLLER = "gateway.envoyproxy.io/gatewayclass-controller";

/** The settings of proxies, which a class or a Gateway may refer to. */
export const envoyProxies: Kind = { group: "gateway.envoyproxy.io", plural: "envoyproxies" };

/** The kinds of routes that attach to a Gateway. */
export const routeKinds = [
  kinds.httpRoutes,
  kinds.grpcRoutes,
  kinds.tcpRoutes,
  kinds.tlsRoutes,
  kinds.udpRoutes,
];

/** The fields of a Gateway that the stand-in reads besides its listeners. */
export interface GatewaySpec {
  gatewayClassName: string;
  addresses?: { type?: string; value: string }[];
  infrastructure?: {
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    parametersRef?: { kind: string; name: string };
  };
}

/** Whether a class is Envoy Gateway's. */
export function isOurs(gatewayClass: KubeObject | undefined): boolean {
  return (
    (gatewayClass?.spec as { controllerName?: string } | undefined)?.controllerName === CONTROLLER
  );
}

/** The class of a Gateway, if there is one. */
export function classOf(runtime: Runtime, object: KubeObject): KubeObject | undefined {
  return runtime.store(kinds.classes).get((object.spec as GatewaySpec).gatewayClassName);
}
