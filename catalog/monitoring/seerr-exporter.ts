import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "seerr-exporter",
  category: "monitoring",
  description: "Metrics of Seerr",
  image: "ghcr.io/opspotes/jellyseerr-exporter",
  dependsOn: ["seerr"],
  ports: { http: 9850 },
  args: ["--jellyseerr.address", "{{app:seerr}}", "--jellyseerr.apiKey", "$(SEERR_API_KEY)"],
  secrets: { SEERR_API_KEY: { item: "seerr", property: "api-key" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
});
