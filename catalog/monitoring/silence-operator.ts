import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "silence-operator",
  category: "monitoring",
  description: "Silences of alerts as objects",
  chart: "silence-operator",
  dependsOn: ["kube-prometheus-stack"],
  values: {
    alertmanagerAddress: "http://alertmanager-operated.monitoring.svc.cluster.local:9093",
    networkPolicy: { enabled: false },
    resources: {
      requests: { cpu: "50m", memory: "64Mi" },
      limits: { cpu: "100m", memory: "128Mi" },
    },
  },
  brings: {
    crds: [
      {
        apiVersion: "monitoring.giantswarm.io/v1alpha1",
        kind: "Silence",
        plural: "silences",
        scope: "Cluster",
      },
      {
        apiVersion: "observability.giantswarm.io/v1alpha2",
        kind: "Silence",
        plural: "silences",
        scope: "Namespaced",
      },
    ],
    workloads: [{ kind: "Deployment", name: "silence-operator", replicas: 1 }],
  },
});
