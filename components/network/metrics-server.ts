import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { openNodes, spreadOverNodes } from "./placement";

const SELECTOR = { "app.kubernetes.io/name": "metrics-server" };

/** CPU and memory of pods and nodes, for `kubectl top` and autoscalers. */
export function metricsServerBundle(spec: ClusterSpec): Bundle {
  const replicas = Math.max(1, Math.min(2, openNodes(spec)));
  return {
    layer: "network",
    component: "MetricsServer",
    name: "metrics-server",
    charts: [
      {
        name: "metrics-server",
        chart: "metrics-server",
        namespace: "kube-system",
        values: {
          replicas,
          // Without rotation a kubelet's serving certificate is signed by itself.
          args: spec.kubernetes.rotateServerCertificates ? [] : ["--kubelet-insecure-tls"],
          metrics: { enabled: true },
          podDisruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
          resources: { requests: { cpu: "50m", memory: "96Mi" }, limits: { memory: "256Mi" } },
          topologySpreadConstraints: spreadOverNodes(spec, SELECTOR, replicas),
        },
        brings: {
          workloads: [{ kind: "Deployment", name: "metrics-server", replicas, labels: SELECTOR }],
          services: [{ name: "metrics-server", ports: [{ name: "https", port: 443 }] }],
          provides: ["app:metrics-server"],
        },
      },
    ],
  };
}
