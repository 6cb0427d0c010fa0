import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "kite",
  category: "monitoring",
  description: "Dashboard of the cluster",
  image: "ghcr.io/zxh326/kite",
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "k8s", auth: "forward" } },
  database: {},
  env: {
    HOST: "{{url}}",
    DB_TYPE: "postgres",
    DB_USER: { database: "user" },
    DB_PASSWORD: { database: "password" },
    DB_HOST: { database: "host" },
    DB_NAME: { database: "name" },
    DB_DSN: "postgres://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):5432/$(DB_NAME)",
    ENABLE_ANALYTICS: "false",
  },
  secrets: { JWT_SECRET: "jwt-secret", KITE_ENCRYPT_KEY: "encryption-key" },
  exceptions: {
    serviceAccountToken: "shows and changes objects of the cluster for its administrators",
  },
  permissions: { cluster: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] },
  probes: { readiness: { http: "/healthz" }, liveness: { http: "/healthz" } },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
