import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "miniflux",
  category: "selfhosted",
  description: "Feed reader",
  image: "ghcr.io/miniflux/miniflux",
  ports: { http: 8080 },
  routes: { web: { gateway: "external", host: "miniflux" } },
  database: {},
  secrets: { ADMIN_USERNAME: "admin-username", ADMIN_PASSWORD: "admin-password" },
  env: {
    BASE_URL: "{{url}}",
    CREATE_ADMIN: "1",
    DATABASE_URL: { database: "uri" },
    LISTEN_ADDR: ":8080",
    METRICS_COLLECTOR: "1",
    METRICS_ALLOWED_NETWORKS: "0.0.0.0/0",
    POLLING_SCHEDULER: "entry_frequency",
    RUN_MIGRATIONS: "1",
  },
  probes: { readiness: { http: "/healthcheck" }, liveness: { http: "/healthcheck" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "256Mi" } },
});
