import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "firefly-importer",
  category: "banking",
  description: "Imports bank statements into Firefly",
  image: "docker.io/fireflyiii/data-importer",
  dependsOn: ["firefly"],
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "money-import", auth: "forward" } },
  env: {
    TRUSTED_PROXIES: "**",
    FIREFLY_III_URL: "{{app:firefly}}",
    VANITY_URL: "{{url:firefly}}",
    CAN_AUTO_IMPORT: "true",
    CAN_POST_FILES: "true",
    IMPORT_DIR_ALLOWLIST: "/import",
  },
  secrets: {
    APP_KEY: "app-key",
    AUTO_IMPORT_SECRET: "auto-import-secret",
    FIREFLY_III_ACCESS_TOKEN: "firefly-access-token",
    MAIL_FROM: "mail-from",
    NORDIGEN_ID: "nordigen-id",
    NORDIGEN_KEY: "nordigen-key",
    STATIC_CRON_TOKEN: "cron-token",
  },
  user: { uid: 33, gid: 33 },
  exceptions: { writableRoot: "the entrypoint writes caches and views into the application" },
  probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
  resources: { requests: { cpu: "15m", memory: "64Mi" }, limits: { memory: "256Mi" } },
});
