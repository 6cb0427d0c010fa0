import { createHash } from "node:crypto";
import type { KubeObject } from "../../kubernetes/client";
import {
  attach,
  granted,
  listenersOf,
  refersTo,
  specOf,
  type BackendRef,
  type Listener,
  type ParentRef,
} from "../gateway-api";
import { conditionsOf, mergeConditions, type Condition } from "./conditions";
import { core, gateway as kinds } from "./kinds";
import { restricted } from "./restricted";
import type { Kind, Runtime } from "./runtime";

/** Value of a GatewayClass's `spec.controllerName` that means Envoy Gateway. */
const CONTROLLER = "gateway.envoyproxy.io/gatewayclass-controller";
const GROUP = "gateway.networking.k8s.io";
export const envoyProxies: Kind = { group: "gateway.envoyproxy.io", plural: "envoyproxies" };
export const namespaces: Kind = { group: "", plural: "namespaces" };
export const routeKinds = [
  kinds.httpRoutes,
  kinds.grpcRoutes,
  kinds.tcpRoutes,
  kinds.tlsRoutes,
  kinds.udpRoutes,
];

interface EnvoyProxySpec {
  provider?: {
    kubernetes?: {
      envoyDeployment?: { replicas?: number; name?: string };
      envoyService?: {
        type?: string;
        name?: string;
        annotations?: Record<string, string>;
        externalTrafficPolicy?: string;
        loadBalancerIP?: string;
      };
    };
  };
}

interface GatewaySpec {
  gatewayClassName: string;
  addresses?: { type?: string; value: string }[];
  infrastructure?: {
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    parametersRef?: { kind: string; name: string };
  };
}

type Given = Omit<Condition, "lastTransitionTime">;

export const condition = (
  object: KubeObject,
  type: string,
  ok: boolean,
  reason: string,
  message = "",
): Given => ({
  type,
  status: ok ? "True" : "False",
  reason,
  message,
  ...(object.metadata.generation === undefined
    ? {}
    : { observedGeneration: object.metadata.generation }),
});

/** Label by which a proxy names the Gateway that it belongs to. */
export const OWNER = "gateway.envoyproxy.io/owning-gateway-name";
const OWNER_NAMESPACE = "gateway.envoyproxy.io/owning-gateway-namespace";

/** What Envoy Gateway does for one Gateway or route, on the caches of a runtime. */
export class GatewayWorld {
  constructor(private readonly runtime: Runtime) {
    for (const kind of [namespaces, kinds.grants, envoyProxies]) runtime.store(kind);
  }

  isOurs(gatewayClass: KubeObject | undefined): boolean {
    return (
      (gatewayClass?.spec as { controllerName?: string } | undefined)?.controllerName === CONTROLLER
    );
  }

  isServed(object: KubeObject): boolean {
    const { gatewayClassName } = object.spec as GatewaySpec;
    return this.isOurs(this.runtime.store(kinds.classes).get(gatewayClassName));
  }

  /** Makes the Deployment and the Service; resolves to where the Service is. */
  async provision(
    object: KubeObject,
    operatorNs: string,
  ): Promise<{ name: string; namespace: string }> {
    const spec = object.spec as GatewaySpec;
    const { name, namespace } = this.placeOf(object, operatorNs);
    const { envoyDeployment, envoyService } = this.proxyOf(object).provider?.kubernetes ?? {};
    const labels = {
      "app.kubernetes.io/name": "envoy",
      "app.kubernetes.io/component": "proxy",
      "app.kubernetes.io/managed-by": "envoy-gateway",
      [OWNER]: object.metadata.name,
      [OWNER_NAMESPACE]: object.metadata.namespace ?? "",
    };
    const metadata = (extra: Record<string, string> = {}): KubeObject["metadata"] => ({
      name,
      namespace,
      labels: { ...labels, ...spec.infrastructure?.labels },
      annotations: { ...extra, ...spec.infrastructure?.annotations },
    });
    await this.runtime.apply(core.deployments, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata(),
      spec: {
        replicas: envoyDeployment?.replicas ?? 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: restricted({
            containers: [{ name: "envoy", image: "docker.io/envoyproxy/envoy:distroless" }],
          }),
        },
      },
    });
    const address = spec.addresses?.find(({ type = "IPAddress" }) => type === "IPAddress")?.value;
    const loadBalancerIP = address ?? envoyService?.loadBalancerIP;
    await this.runtime.apply(core.services, {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata(envoyService?.annotations),
      spec: {
        type: envoyService?.type ?? "LoadBalancer",
        selector: labels,
        externalTrafficPolicy: envoyService?.externalTrafficPolicy ?? "Local",
        ...(loadBalancerIP ? { loadBalancerIP } : {}),
        ports: portsOf(listenersOf(object)),
      },
    });
    return { name, namespace };
  }

  async remove(object: KubeObject, operatorNs: string): Promise<void> {
    const { name, namespace } = this.placeOf(object, operatorNs);
    for (const kind of [core.services, core.deployments]) {
      await this.runtime.client.delete(this.runtime.resource(kind), name, namespace);
    }
  }

  async report(object: KubeObject, service: KubeObject | undefined): Promise<void> {
    const status = service?.status as
      { loadBalancer?: { ingress?: { ip?: string }[] } } | undefined;
    const addresses = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []));
    const assigned = addresses.length > 0;
    const before = (object.status ?? {}) as {
      listeners?: { name: string; conditions: Condition[] }[];
    };
    const listeners = listenersOf(object).map((listener) => {
      const problem = this.certificateProblem(object, listener);
      const old = before.listeners?.find(({ name }) => name === listener.name)?.conditions ?? [];
      const resolved = problem === undefined;
      return {
        name: listener.name,
        attachedRoutes: this.attachedTo(object, listener),
        supportedKinds: [],
        conditions: mergeConditions(old, [
          condition(object, "Accepted", true, "Accepted"),
          condition(
            object,
            "ResolvedRefs",
            resolved,
            resolved ? "ResolvedRefs" : "InvalidCertificateRef",
            problem,
          ),
          condition(object, "Programmed", resolved, resolved ? "Programmed" : "Invalid", problem),
        ]),
      };
    });
    const message = assigned
      ? `Address assigned to the Gateway, ${addresses.length} address`
      : "No addresses have been assigned to the Gateway";
    await this.runtime.status(kinds.gateways, object, {
      addresses: addresses.map((value) => ({ type: "IPAddress", value })),
      listeners,
      conditions: mergeConditions(conditionsOf(object), [
        condition(
          object,
          "Accepted",
          true,
          "Accepted",
          "The Gateway has been scheduled by Envoy Gateway",
        ),
        condition(
          object,
          "Programmed",
          assigned,
          assigned ? "Programmed" : "AddressNotAssigned",
          message,
        ),
      ]),
    });
  }

  async reportRoute(kind: Kind, route: KubeObject): Promise<void> {
    const before = (
      (route.status ?? {}) as { parents?: { parentRef: ParentRef; conditions: Condition[] }[] }
    ).parents;
    const parents = (specOf(route).parentRefs ?? []).flatMap((parentRef) => {
      const found = this.runtime
        .store(kinds.gateways)
        .all()
        .find((each) => refersTo(parentRef, route, each));
      // Another controller's Gateway, or none yet: nobody's to report.
      if (found === undefined || !this.isServed(found)) return [];
      const result = attach(route, parentRef, found, this.labelsOf(route.metadata.namespace));
      const accepted = typeof result !== "string";
      const problem = this.backendProblem(kind, route);
      const old = before?.find(
        (each) => JSON.stringify(each.parentRef) === JSON.stringify(parentRef),
      );
      return [
        {
          parentRef,
          controllerName: CONTROLLER,
          conditions: mergeConditions(old?.conditions ?? [], [
            condition(
              route,
              "Accepted",
              accepted,
              accepted ? "Accepted" : result,
              accepted ? "Route is accepted" : "",
            ),
            condition(
              route,
              "ResolvedRefs",
              problem === undefined,
              problem?.reason ?? "ResolvedRefs",
              problem?.message ?? "Resolved all the Object references for the Route",
            ),
          ]),
        },
      ];
    });
    await this.runtime.status(kind, route, { parents });
  }

  private attachedTo(object: KubeObject, listener: Listener): number {
    return routeKinds
      .flatMap((kind) => this.runtime.store(kind).all())
      .filter((route) =>
        (specOf(route).parentRefs ?? []).some((parent) => {
          if (!refersTo(parent, route, object)) return false;
          const result = attach(route, parent, object, this.labelsOf(route.metadata.namespace));
          return typeof result !== "string" && result.some(({ name }) => name === listener.name);
        }),
      ).length;
  }

  private certificateProblem(object: KubeObject, listener: Listener): string | undefined {
    const from = { group: GROUP, kind: "Gateway", namespace: object.metadata.namespace ?? "" };
    for (const { name, namespace = from.namespace } of listener.tls?.certificateRefs ?? []) {
      const to = { group: "", kind: "Secret", namespace, name };
      if (!granted(from, to, this.runtime.store(kinds.grants).all())) {
        return `Certificate ref to secret ${namespace}/${name} not permitted by any ReferenceGrant`;
      }
      if (!this.runtime.store(core.secrets).get(name, namespace)) {
        return `Secret ${namespace}/${name} does not exist`;
      }
    }
    return undefined;
  }

  private backendProblem(
    kind: Kind,
    route: KubeObject,
  ): { reason: string; message: string } | undefined {
    const from = {
      group: kind.group,
      kind: route.kind ?? "",
      namespace: route.metadata.namespace ?? "",
    };
    const backends = (specOf(route).rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs);
    for (const backend of backends) {
      if ((backend.kind ?? "Service") !== "Service") continue;
      const { name, namespace = from.namespace } = backend;
      if (
        !granted(
          from,
          { group: "", kind: "Service", namespace, name },
          this.runtime.store(kinds.grants).all(),
        )
      ) {
        return {
          reason: "RefNotPermitted",
          message: `Backend ref to service ${namespace}/${name} not permitted by any ReferenceGrant`,
        };
      }
      const service = this.runtime.store(core.services).get(name, namespace);
      if (service === undefined) {
        return { reason: "BackendNotFound", message: `Service ${namespace}/${name} not found` };
      }
      if (!hasPort(service, backend)) {
        return {
          reason: "PortNotFound",
          message: `Service ${namespace}/${name} has no port ${backend.port}`,
        };
      }
    }
    return undefined;
  }

  private labelsOf(namespace: string | undefined): Record<string, string> {
    return this.runtime.store(namespaces).get(namespace ?? "")?.metadata.labels ?? {};
  }

  /** Envoy Gateway's own namespace, or the Gateway's in the mode `GatewayNamespace`. */
  private placeOf(object: KubeObject, operatorNs: string): { name: string; namespace: string } {
    const { name, namespace = "" } = object.metadata;
    const service = this.proxyOf(object).provider?.kubernetes?.envoyService?.name;
    if (this.gatewayNamespaceMode(operatorNs)) return { name: service ?? name, namespace };
    const hash = createHash("sha256").update(`${namespace}/${name}`).digest("hex").slice(0, 8);
    return { name: service ?? `envoy-${namespace}-${name}-${hash}`, namespace: operatorNs };
  }

  /** https://gateway.envoyproxy.io/docs/tasks/operations/gateway-namespace-mode/ */
  private gatewayNamespaceMode(operatorNs: string): boolean {
    const config = this.runtime.store(core.configMaps).get("envoy-gateway-config", operatorNs);
    return JSON.stringify(config?.data ?? {}).includes("GatewayNamespace");
  }

  private proxyOf(object: KubeObject): EnvoyProxySpec {
    const spec = object.spec as GatewaySpec;
    const gatewayClass = this.runtime.store(kinds.classes).get(spec.gatewayClassName);
    const ofClass = (
      gatewayClass?.spec as { parametersRef?: { name: string; namespace?: string } } | undefined
    )?.parametersRef;
    const own = spec.infrastructure?.parametersRef;
    const proxies = this.runtime.store(envoyProxies);
    const found = own
      ? proxies.get(own.name, object.metadata.namespace)
      : ofClass && proxies.get(ofClass.name, ofClass.namespace);
    return found?.spec ?? {};
  }
}

function hasPort(service: KubeObject, backend: BackendRef): boolean {
  const { ports = [] } = service.spec as { ports?: { port: number }[] };
  return backend.port === undefined || ports.some(({ port }) => port === backend.port);
}

/** One port for each number and transport, named as Envoy Gateway names them. */
function portsOf(listeners: readonly Listener[]): object[] {
  const ports = new Map<string, object>();
  for (const { port, protocol } of listeners) {
    const transport = protocol === "UDP" ? "UDP" : "TCP";
    const name = `${protocol.toLowerCase()}-${port}`;
    const key = `${transport}/${port}`;
    if (!ports.has(key))
      ports.set(key, {
        name,
        port,
        protocol: transport,
        targetPort: port < 1024 ? port + 10_000 : port,
      });
  }
  return [...ports.values()];
}
