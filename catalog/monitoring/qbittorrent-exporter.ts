import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "qbittorrent-exporter",
  category: "monitoring",
  description: "Metrics of qBittorrent",
  image: "ghcr.io/esanchezm/prometheus-qbittorrent-exporter",
  dependsOn: ["qbittorrent"],
  ports: { http: 8000 },
  env: {
    EXPORTER_PORT: "8000",
    QBITTORRENT_HOST: "{{service:qbittorrent}}",
    QBITTORRENT_PORT: "8080",
  },
  metrics: { port: "http" },
  resources: { requests: { cpu: "5m", memory: "48Mi" }, limits: { memory: "128Mi" } },
});
