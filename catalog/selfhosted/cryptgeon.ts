import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "cryptgeon",
  category: "selfhosted",
  description: "Notes that are read once",
  image: "docker.io/cupcakearmy/cryptgeon",
  ports: { http: 8000 },
  routes: { web: { gateway: "external", host: "secrets" } },
  env: { REDIS: "redis://localhost:6379", SIZE_LIMIT: "100 MiB" },
  volumes: { valkey: { mount: "/data", size: "256Mi", containers: ["valkey"] } },
  sidecars: {
    valkey: {
      image: "docker.io/valkey/valkey",
      ports: { redis: 6379 },
      resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "256Mi" } },
    },
  },
  probes: { readiness: { http: "/api/live/" }, liveness: { http: "/api/live/" } },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "256Mi" } },
});
