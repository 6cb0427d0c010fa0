import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "firefly",
  category: "banking",
  description: "Personal finance manager",
  image: "docker.io/fireflyiii/core",
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "money" } },
  database: {},
  env: {
    APP_URL: "{{url}}",
    TRUSTED_PROXIES: "**",
    ALLOW_WEBHOOKS: "true",
    DB_CONNECTION: "pgsql",
    DB_HOST: { database: "host" },
    DB_PORT: { database: "port" },
    DB_DATABASE: { database: "name" },
    DB_USERNAME: { database: "user" },
    DB_PASSWORD: { database: "password" },
    MAIL_MAILER: "log",
  },
  secrets: { APP_KEY: "app-key", MAIL_FROM: "mail-from", STATIC_CRON_TOKEN: "cron-token" },
  volumes: { data: { mount: "/var/www/html/storage/upload", size: "1Gi", backup: true } },
  cronJobs: {
    daily: {
      image: "docker.io/library/alpine",
      schedule: "0 17 * * *",
      command: ["sh", "-c", "wget -qO- {{app:firefly}}/api/v1/cron/$(STATIC_CRON_TOKEN)"],
      resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    },
  },
  user: { uid: 33, gid: 33 },
  exceptions: { writableRoot: "the entrypoint writes caches and views into the application" },
  probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
  resources: { requests: { cpu: "15m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
