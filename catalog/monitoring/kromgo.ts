import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "kromgo",
  category: "monitoring",
  description: "Figures of the cluster as public badges",
  image: "ghcr.io/kashalls/kromgo",
  dependsOn: ["kube-prometheus-stack"],
  replicas: 2,
  ports: { http: 8888, health: 8080 },
  routes: { web: { gateway: "external", host: "kromgo" } },
  env: {
    PROMETHEUS_URL: "{{app:kube-prometheus-stack}}",
    SERVER_HOST: "0.0.0.0",
    SERVER_PORT: "8888",
    HEALTH_PORT: "8080",
  },
  volumes: {
    config: {
      mount: "/kromgo/config.yaml",
      subPath: "config.yaml",
      files: {
        "config.yaml": [
          "metrics:",
          "  - name: cluster_node_count",
          "    title: Nodes",
          '    query: count(kube_node_status_condition{condition="Ready",status="true"})',
          "  - name: cluster_pod_count",
          "    title: Pods",
          '    query: sum(kube_pod_status_phase{phase="Running"})',
          "",
        ].join("\n"),
      },
    },
  },
  probes: {
    readiness: { http: "/readyz", port: "health" },
    liveness: { http: "/healthz", port: "health" },
  },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "64Mi" } },
});
