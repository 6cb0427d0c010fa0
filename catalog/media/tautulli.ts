import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "tautulli",
  category: "media",
  description: "Who watched what in Plex",
  image: "ghcr.io/home-operations/tautulli",
  talksTo: ["plex"],
  ports: { http: 8181 },
  routes: { web: { gateway: "internal", host: "tautulli", auth: "forward" } },
  env: { TAUTULLI__PORT: "8181" },
  volumes: {
    config: { mount: "/config", size: "4Gi", backup: true },
    logs: { mount: "/config/logs", tmpfs: "256Mi" },
  },
  probes: { readiness: { http: "/status" }, liveness: { http: "/status" } },
  resources: { requests: { cpu: "20m", memory: "256Mi" }, limits: { memory: "1Gi" } },
});
