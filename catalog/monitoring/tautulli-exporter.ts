import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "tautulli-exporter",
  category: "monitoring",
  description: "Metrics of Tautulli",
  image: "docker.io/nwalke/tautulli_exporter",
  architectures: ["amd64"],
  dependsOn: ["tautulli"],
  ports: { http: 9487 },
  env: { SERVE_PORT: "9487", TAUTULLI_URI: "{{app:tautulli}}" },
  secrets: { TAUTULLI_API_KEY: { item: "tautulli", property: "api-key" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
});
