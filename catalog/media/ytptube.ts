import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "ytptube",
  category: "media",
  description: "Saves films from web pages",
  image: "ghcr.io/arabcoders/ytptube",
  ports: { http: 8081 },
  routes: { web: { gateway: "internal", host: "ytdl", auth: "forward" } },
  env: { YTP_MAX_WORKERS: "1" },
  volumes: {
    config: { mount: "/config", size: "1Gi", backup: true },
    downloads: { mount: "/downloads", tmpfs: "20Gi" },
    media: { mount: "/downloads/library", subPath: "library", nfs: "media" },
  },
  probes: { readiness: { http: "/api/ping" }, liveness: { http: "/api/ping" } },
  resources: { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "512Mi" } },
});
