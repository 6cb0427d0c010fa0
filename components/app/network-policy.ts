import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1/NetworkPolicy";
import type { App, ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import {
  MONITORING_NAMESPACE,
  NETWORK_NAMESPACE,
  appSelector,
  gatewayObjectName,
  isMonitored,
} from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { appMeta, instanceSelector } from "./labels";
import { servicePortsOf, type AppPort } from "./ports";
import { loadBalancerPorts } from "./service";

type Rule = NonNullable<NonNullable<INetworkPolicy["spec"]>["ingress"]>[number];

/**
 * Who may open a connection to an app: its gateways, the apps that say that they use it, its own
 * jobs, Prometheus, and everybody at its LoadBalancer address; nobody else. Kubelets are always
 * admitted. None for an app in its node's network, which policies do not reach.
 */
export function networkPolicy(spec: ClusterSpec, app: ImageApp): KubernetesObject[] {
  if (app.exceptions.hostNetwork !== undefined) return [];
  return [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: appMeta(app),
      spec: {
        podSelector: { matchLabels: instanceSelector(app.name) },
        policyTypes: ["Ingress"],
        ingress: ingressRules(spec, app),
      },
    } satisfies INetworkPolicy & KubernetesObject,
  ];
}

function ingressRules(spec: ClusterSpec, app: ImageApp): Rule[] {
  const ports = servicePortsOf(app);
  if (ports.length === 0) return [];
  const peers = [
    { podSelector: { matchLabels: instanceSelector(app.name) } },
    ...dependants(spec, app).map((one) => pods(one.category, instanceSelector(one.name))),
  ];
  return [
    ...gatewayRules(app, ports),
    { from: peers, ports: ports.map(policyPort) },
    ...metricsRule(spec, app, ports),
    ...loadBalancerRule(app),
  ];
}

/** The apps of a stack that say that they use another, by the name of that other. */
const dependantsByName = new WeakMap<ClusterSpec["apps"], Map<string, App[]>>();

/** The apps of the stack that say that they use this one; read once a stack, not once an app. */
function dependants({ apps }: ClusterSpec, { name }: ImageApp): readonly App[] {
  let byName = dependantsByName.get(apps);
  if (byName === undefined) {
    byName = new Map();
    for (const one of Object.values(apps)) {
      for (const used of new Set([...one.dependsOn, ...one.talksTo])) {
        const known = byName.get(used);
        if (known === undefined) byName.set(used, [one]);
        else known.push(one);
      }
    }
    dependantsByName.set(apps, byName);
  }
  return byName.get(name) ?? [];
}

/** One rule a gateway, for the ports that its routes lead to. */
function gatewayRules(app: ImageApp, ports: readonly AppPort[]): Rule[] {
  const byGateway = new Map<string, Set<AppPort>>();
  for (const { gateway, port, paths } of Object.values(app.routes)) {
    for (const wanted of [port, ...Object.values(paths ?? {}).map((one) => one.port ?? port)]) {
      const target = ports.find(({ name }) => wanted === undefined || name === wanted);
      if (target === undefined) continue;
      const known = byGateway.get(gateway);
      if (known === undefined) byGateway.set(gateway, new Set([target]));
      else known.add(target);
    }
  }
  return [...byGateway].map(([gateway, targets]) => ({
    from: [
      pods(NETWORK_NAMESPACE, {
        // Envoy Gateway labels the proxies that it makes for a Gateway.
        "gateway.envoyproxy.io/owning-gateway-name": gatewayObjectName(gateway),
      }),
    ],
    ports: [...targets].map(policyPort),
  }));
}

function metricsRule(spec: ClusterSpec, app: ImageApp, ports: readonly AppPort[]): Rule[] {
  const port = ports.find(({ name }) => name === app.metrics?.port);
  if (port === undefined || !isMonitored(spec)) return [];
  return [
    { from: [pods(MONITORING_NAMESPACE, appSelector("prometheus"))], ports: [policyPort(port)] },
  ];
}

/**
 * A LoadBalancer address is there for the whole LAN and what is routed into it. The rule names no
 * peers, because traffic that another node passes on may come with that node's address, which no
 * range of the LAN stands for in Cilium.
 * https://docs.cilium.io/en/stable/security/policy/language/#ip-cidr-based
 */
function loadBalancerRule(app: ImageApp): Rule[] {
  const ports = loadBalancerPorts(app);
  return ports.length === 0 ? [] : [{ ports: ports.map(policyPort) }];
}

const policyPort = ({ port, protocol }: AppPort) => ({ port, protocol });

const pods = (namespace: string, labels: Record<string, string>) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels: labels },
});
