import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import {
  appSelector,
  MONITORING_NAMESPACE,
  NETWORK_NAMESPACE,
  POSTGRES_NAMESPACE,
  SECURITY_NAMESPACE,
  SYSTEM_NAMESPACE,
} from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import {
  hasDnsWriter,
  hasPostgres,
  hasTunnel,
  hasUnifi,
  hasUps,
  hasVolumeBackups,
  selects,
  type Feature,
} from "./features";

type Endpoint = NonNullable<NonNullable<IPodMonitor["spec"]>["podMetricsEndpoints"]>[number];

/** Pods of the platform that serve metrics. */
interface ScrapeTarget {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly endpoints: readonly Endpoint[];
  /** Whether the stack has it; always where absent. */
  readonly when?: Feature;
}

const TARGETS: readonly ScrapeTarget[] = [
  {
    name: "cert-manager",
    namespace: "cert-manager",
    // Controller, webhook and CA injector.
    labels: { "app.kubernetes.io/instance": "cert-manager" },
    endpoints: [{ port: "http-metrics" }],
  },
  {
    name: "cilium",
    namespace: "kube-system",
    labels: { "k8s-app": "cilium" },
    endpoints: [{ port: "prometheus" }, { port: "hubble-metrics" }],
  },
  {
    name: "cilium-operator",
    namespace: "kube-system",
    labels: { "io.cilium/app": "operator" },
    endpoints: [{ port: "prometheus" }],
  },
  {
    name: "cloudflared",
    namespace: NETWORK_NAMESPACE,
    labels: appSelector("cloudflared"),
    endpoints: [{ port: "metrics" }],
    when: hasTunnel,
  },
  {
    name: "cloudnative-pg",
    namespace: POSTGRES_NAMESPACE,
    labels: appSelector("cloudnative-pg"),
    endpoints: [{ port: "metrics" }],
    when: hasPostgres,
  },
  {
    name: "envoy",
    namespace: NETWORK_NAMESPACE,
    // Envoy Gateway's labels of every proxy that it runs.
    labels: {
      ...appSelector("envoy"),
      "app.kubernetes.io/component": "proxy",
      "app.kubernetes.io/managed-by": "envoy-gateway",
    },
    endpoints: [{ port: "metrics", path: "/stats/prometheus" }],
  },
  {
    name: "envoy-gateway",
    namespace: NETWORK_NAMESPACE,
    labels: { "control-plane": "envoy-gateway" },
    endpoints: [{ port: "metrics" }],
  },
  {
    name: "external-dns",
    namespace: NETWORK_NAMESPACE,
    labels: appSelector("external-dns"),
    // The second port is that of a webhook, in the pod of the instance that has one.
    endpoints: [{ port: "http" }, { port: "http-webhook" }],
    when: hasDnsWriter,
  },
  {
    name: "external-secrets",
    namespace: SECURITY_NAMESPACE,
    labels: appSelector("external-secrets"),
    endpoints: [{ port: "metrics" }],
  },
  {
    name: "fluent-bit",
    namespace: MONITORING_NAMESPACE,
    labels: appSelector("fluent-bit"),
    endpoints: [{ port: "http", path: "/api/v2/metrics/prometheus" }],
    when: selects("fluent-bit"),
  },
  {
    name: "gatus",
    namespace: MONITORING_NAMESPACE,
    labels: appSelector("gatus"),
    endpoints: [{ port: "http" }],
    when: selects("gatus"),
  },
  {
    name: "grafana",
    namespace: MONITORING_NAMESPACE,
    labels: appSelector("grafana"),
    endpoints: [{ port: "grafana" }],
    when: selects("grafana"),
  },
  {
    name: "loki",
    namespace: MONITORING_NAMESPACE,
    labels: { ...appSelector("loki"), "app.kubernetes.io/component": "single-binary" },
    endpoints: [{ port: "http-metrics" }],
    when: selects("loki"),
  },
  {
    name: "nut-exporter",
    namespace: MONITORING_NAMESPACE,
    labels: appSelector("nut-exporter"),
    endpoints: [{ port: "metrics", path: "/ups_metrics" }],
    when: hasUps,
  },
  {
    name: "unpoller",
    namespace: MONITORING_NAMESPACE,
    labels: appSelector("unpoller"),
    // Controllers answer slowly, and limit how often they are asked.
    endpoints: [{ port: "metrics", interval: "2m", scrapeTimeout: "30s" }],
    when: hasUnifi,
  },
  {
    name: "volsync",
    namespace: SYSTEM_NAMESPACE,
    labels: appSelector("volsync"),
    // Its proxy signs its own certificate.
    endpoints: [{ port: "https", scheme: "https", tlsConfig: { insecureSkipVerify: true } }],
    when: hasVolumeBackups,
  },
];

/**
 * Monitors of what charts install. They stand here and not in the charts' values, because a chart
 * with a monitor has to wait for the definition, and Cilium or cert-manager wait for nothing. Ceph,
 * PostgreSQL and image apps come with monitors of their own.
 */
export function scrapeTargetsBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "monitoring",
    component: "ScrapeTargets",
    name: "scrape-targets",
    namespaces: [{ name: MONITORING_NAMESPACE }],
    objects: TARGETS.filter(({ when }) => when?.(spec) ?? true).map(podMonitor),
  };
}

function podMonitor({ name, namespace, labels, endpoints }: ScrapeTarget): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace: MONITORING_NAMESPACE },
    spec: {
      namespaceSelector: { matchNames: [namespace] },
      selector: { matchLabels: { ...labels } },
      podMetricsEndpoints: endpoints.map((endpoint) => ({ ...endpoint })),
    },
  } satisfies IPodMonitor & KubernetesObject;
}
