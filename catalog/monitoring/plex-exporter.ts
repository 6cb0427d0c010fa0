import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "plex-exporter",
  category: "monitoring",
  description: "Metrics of Plex",
  image: "ghcr.io/jsclayton/prometheus-plex-exporter",
  dependsOn: ["plex"],
  ports: { http: 9000 },
  env: { PLEX_SERVER: "{{app:plex}}" },
  secrets: { PLEX_TOKEN: { item: "plex", property: "token" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
});
