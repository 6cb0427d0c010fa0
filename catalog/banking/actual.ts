import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "actual",
  category: "banking",
  description: "Household budget",
  image: "ghcr.io/actualbudget/actual",
  ports: { http: 5006 },
  routes: { web: { gateway: "internal", host: "budget" } },
  identity: { oidc: { redirects: ["/openid/callback"] } },
  env: {
    ACTUAL_PORT: "5006",
    ACTUAL_TOKEN_EXPIRATION: "never",
    ACTUAL_LOGIN_METHOD: "openid",
    ACTUAL_ALLOWED_LOGIN_METHODS: "openid,password,header",
    ACTUAL_OPENID_ENFORCE: "false",
    ACTUAL_OPENID_AUTH_METHOD: "openid",
    ACTUAL_OPENID_SERVER_HOSTNAME: "{{url}}",
    ACTUAL_OPENID_DISCOVERY_URL: { oidc: "issuer" },
    ACTUAL_OPENID_CLIENT_ID: { oidc: "clientId" },
    ACTUAL_OPENID_CLIENT_SECRET: { oidc: "clientSecret" },
  },
  secrets: {
    ACTUAL_SERVER_PASSWORD: { property: "server-password", as: "none" },
    ACTUAL_BUDGET_SYNC_IDS: { property: "sync-ids", as: "none" },
  },
  volumes: { data: { mount: "/data", size: "3Gi", backup: true } },
  sidecars: {
    "auto-sync": {
      image: "docker.io/seriouslag/actual-auto-sync",
      env: {
        ACTUAL_SERVER_URL: "http://localhost:5006",
        ACTUAL_SERVER_PASSWORD: { secret: "ACTUAL_SERVER_PASSWORD" },
        ACTUAL_BUDGET_SYNC_IDS: { secret: "ACTUAL_BUDGET_SYNC_IDS" },
        CRON_SCHEDULE: "0 7 * * *",
        LOG_LEVEL: "info",
        TIMEZONE: "{{timeZone}}",
      },
      resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
      probes: {
        readiness: false,
        liveness: false,
        startup: false,
        reason: "it only sleeps until its schedule and listens nowhere",
      },
    },
  },
  probes: { readiness: { http: "/" }, liveness: { http: "/" } },
  resources: { requests: { cpu: "20m", memory: "256Mi" }, limits: { memory: "512Mi" } },
});
