import { createHash } from "node:crypto";
import type { KubeObject } from "../../../kubernetes/client";
import { listenersOf, type Listener } from "../../gateway-api";
import { core } from "../kinds";
import { restricted } from "../restricted";
import type { Runtime } from "../runtime";
import { classOf, envoyProxies, type GatewaySpec } from "./gateway";

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

/** Label by which a proxy names the Gateway that it belongs to. */
export const OWNER = "gateway.envoyproxy.io/owning-gateway-name";
const OWNER_NAMESPACE = "gateway.envoyproxy.io/owning-gateway-namespace";

/** The Envoy proxies of the Gateways: what the controller makes in the cluster for each. */
export class Proxies {
  constructor(private readonly runtime: Runtime) {
    runtime.store(envoyProxies);
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

  /** Takes away what {@link provision} made. */
  async remove(object: KubeObject, operatorNs: string): Promise<void> {
    const { name, namespace } = this.placeOf(object, operatorNs);
    for (const kind of [core.services, core.deployments]) {
      await this.runtime.client.delete(this.runtime.resource(kind), name, namespace);
    }
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
    const ofClass = (
      classOf(this.runtime, object)?.spec as
        { parametersRef?: { name: string; namespace?: string } } | undefined
    )?.parametersRef;
    const own = spec.infrastructure?.parametersRef;
    const proxies = this.runtime.store(envoyProxies);
    const found = own
      ? proxies.get(own.name, object.metadata.namespace)
      : ofClass && proxies.get(ofClass.name, ofClass.namespace);
    return found?.spec ?? {};
  }
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
