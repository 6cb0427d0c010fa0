import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "seerr",
  category: "media",
  description: "Wishes for films and series",
  image: "ghcr.io/seerr-team/seerr",
  talksTo: ["plex", "jellyfin", "sonarr", "radarr"],
  ports: { http: 5055 },
  routes: { web: { gateway: "external", host: "req" } },
  env: { LOG_LEVEL: "info", PORT: "5055" },
  secrets: { API_KEY: "api-key" },
  volumes: {
    config: { mount: "/app/config", size: "1Gi", backup: true },
    cache: { mount: "/app/config/cache", size: "6Gi" },
    logs: { mount: "/app/config/logs", tmpfs: "256Mi" },
  },
  probes: { readiness: { http: "/api/v1/status" }, liveness: { http: "/api/v1/status" } },
  resources: { requests: { cpu: "20m", memory: "512Mi" }, limits: { memory: "1Gi" } },
});
