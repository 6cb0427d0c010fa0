import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "spoolman",
  category: "selfhosted",
  description: "Filament of the 3D printer",
  image: "ghcr.io/donkie/spoolman",
  ports: { http: 8000 },
  routes: { web: { gateway: "internal", host: "fil", auth: "forward" } },
  env: { SPOOLMAN_PORT: "8000", SPOOLMAN_METRICS_ENABLED: "TRUE", SPOOLMAN_DIR_DATA: "/data" },
  volumes: { data: { mount: "/data", size: "5Gi", backup: true } },
  user: { uid: 0, gid: 0 },
  exceptions: {
    root: "the entrypoint changes the owner of its files before it drops to a user",
    writableRoot: "the web interface writes its base path into its files at start",
    capabilities: {
      add: ["CHOWN", "SETGID", "SETUID"],
      reason: "the entrypoint changes the owner of its files and then its user",
    },
  },
  probes: { readiness: { http: "/api/v1/health" }, liveness: { http: "/api/v1/health" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "25m", memory: "256Mi" }, limits: { memory: "512Mi" } },
});
