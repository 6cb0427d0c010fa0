import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "karma",
  category: "monitoring",
  description: "Alerts on one page",
  image: "ghcr.io/prymitive/karma",
  dependsOn: ["kube-prometheus-stack"],
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "am", auth: "forward" } },
  env: { CONFIG_FILE: "/config/config.yaml" },
  volumes: {
    config: {
      mount: "/config",
      files: {
        "config.yaml": [
          "alertmanager:",
          "  interval: 30s",
          "  servers:",
          "    - name: alertmanager",
          "      uri: http://alertmanager-operated.monitoring.svc.cluster.local:9093",
          "      timeout: 10s",
          "      proxy: true",
          "",
        ].join("\n"),
      },
    },
  },
  user: { uid: 568, gid: 568 },
  probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "64Mi" } },
});
