import type { ClusterSpec } from "../../spec/cluster";
import { mebibytes } from "../../spec/quantity";
import { controlPlanesOf, webAddress } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import type { ChartContents } from "../contracts/chart";
import { appSelector, MONITORING_APP, MONITORING_NAMESPACE } from "../contracts/conventions";
import { alertmanagerConfig, receiverSecrets } from "./alertmanager";
import { volumeClass, type VolumeClass } from "./volumes";

/** Where Talos's etcd serves its metrics without a client certificate. */
const ETCD_METRICS_PORT = 2381;

/** Part of the volume that metrics may fill; the rest is for the log of writes and for compaction. */
const FILL = 0.75;

/** Volume of Alertmanager: silences and what it has told already. */
const ALERTMANAGER_SIZE = "1Gi";

/**
 * Prometheus, Alertmanager and their operator, with the exporters of nodes and of Kubernetes'
 * objects. The definitions come from a release of their own (prometheus-crds.ts), and Grafana too.
 */
export function kubePrometheusStackBundle(spec: ClusterSpec): Bundle {
  const volume = volumeClass(spec, "replicated");
  const secrets = receiverSecrets(spec.monitoring);
  return {
    layer: "monitoring",
    component: "KubePrometheusStack",
    name: MONITORING_APP,
    namespaces: [
      {
        name: MONITORING_NAMESPACE,
        podSecurity: "privileged",
        reason: "the node exporter reads the nodes' file systems and network",
      },
    ],
    secrets,
    charts: [
      {
        name: MONITORING_APP,
        chart: "kube-prometheus-stack",
        namespace: MONITORING_NAMESPACE,
        values: values(
          spec,
          volume,
          secrets.map(({ name }) => name),
        ),
        skipCrds: true,
        needs: [
          "crd:monitoring.coreos.com/Prometheus",
          "crd:monitoring.coreos.com/Alertmanager",
          "crd:monitoring.coreos.com/PrometheusRule",
          "crd:monitoring.coreos.com/ServiceMonitor",
          ...volume.needs,
          ...secrets.map(({ name }) => `secret:${MONITORING_NAMESPACE}/${name}` as const),
        ],
        brings: CONTENTS,
      },
    ],
    provides: [`app:${MONITORING_APP}`],
  };
}

const CONTENTS: ChartContents = {
  workloads: [
    { kind: "Deployment", name: "kube-prometheus-stack-operator", replicas: 1 },
    { kind: "Deployment", name: "kube-prometheus-stack-kube-state-metrics", replicas: 1 },
    { kind: "DaemonSet", name: "kube-prometheus-stack-prometheus-node-exporter" },
  ],
  services: [
    {
      name: "kube-prometheus-stack-prometheus",
      ports: [
        { name: "http-web", port: 9090 },
        { name: "reloader-web", port: 8080 },
      ],
      selector: appSelector("prometheus"),
    },
    {
      name: "kube-prometheus-stack-alertmanager",
      ports: [
        { name: "http-web", port: 9093 },
        { name: "reloader-web", port: 8080 },
      ],
      selector: appSelector("alertmanager"),
    },
  ],
};

function values(
  spec: ClusterSpec,
  volume: VolumeClass,
  secrets: readonly string[],
): Record<string, unknown> {
  return {
    crds: { enabled: false },
    // Grafana is a release of its own (grafana.ts), and Cilium stands for kube-proxy.
    grafana: {
      enabled: false,
      forceDeployDashboards: true,
      sidecar: { dashboards: { annotations: { grafana_folder: "Kubernetes" } } },
    },
    kubeProxy: { enabled: false },
    nodeExporter: { operatingSystems: { aix: { enabled: false }, darwin: { enabled: false } } },
    ...controlPlaneEndpoints(spec),
    prometheusOperator: operator(),
    prometheus: { prometheusSpec: prometheus(spec, volume) },
    alertmanager: {
      config: alertmanagerConfig(spec),
      alertmanagerSpec: {
        ...(secrets.length === 0 ? {} : { secrets }),
        ...(volume.storageClass === undefined
          ? {}
          : { storage: claim(volume.storageClass, ALERTMANAGER_SIZE) }),
        resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "256Mi" } },
      },
    },
    "kube-state-metrics": {
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "512Mi" } },
    },
    "prometheus-node-exporter": {
      resources: { requests: { cpu: "20m", memory: "24Mi" }, limits: { memory: "96Mi" } },
    },
  };
}

/**
 * Talos runs etcd outside Kubernetes, and its other control-plane pods carry labels that the chart
 * does not look for, so all are named by address.
 */
function controlPlaneEndpoints(spec: ClusterSpec): Record<string, unknown> {
  const endpoints = controlPlanesOf(spec).map(({ node }) => node.address);
  return {
    kubeControllerManager: { endpoints },
    kubeScheduler: { endpoints },
    kubeEtcd: {
      endpoints,
      service: { port: ETCD_METRICS_PORT, targetPort: ETCD_METRICS_PORT },
    },
  };
}

/**
 * Without the admission webhooks, whose certificate a Helm hook makes: rules are tested before they
 * are delivered, and a webhook without its operator would refuse every rule.
 */
function operator() {
  return {
    admissionWebhooks: { enabled: false },
    tls: { enabled: false },
    resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "256Mi" } },
  };
}

function prometheus(spec: ClusterSpec, { storageClass }: VolumeClass) {
  const { time, size } = spec.monitoring.retention;
  const url = webAddress(spec, MONITORING_APP);
  return {
    // Monitors and rules of every namespace, whatever their labels.
    ruleSelectorNilUsesHelmValues: false,
    serviceMonitorSelectorNilUsesHelmValues: false,
    podMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    externalLabels: { cluster: spec.name },
    ...(url === undefined ? {} : { externalUrl: url }),
    scrapeInterval: "1m",
    retention: time,
    retentionSize: `${String(Math.floor(mebibytes(size) * FILL))}MB`,
    // Replaying the log of writes of a full volume takes minutes on a small board.
    maximumStartupDurationSeconds: 1800,
    resources: { requests: { cpu: "200m", memory: "1Gi" }, limits: { memory: "3Gi" } },
    ...(storageClass === undefined ? {} : { storageSpec: claim(storageClass, size) }),
  };
}

function claim(storageClassName: string, storage: string) {
  return {
    volumeClaimTemplate: {
      spec: {
        storageClassName,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage } },
      },
    },
  };
}
