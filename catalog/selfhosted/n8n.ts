import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "n8n",
  category: "selfhosted",
  description: "Workflow automation",
  image: "ghcr.io/n8n-io/n8n",
  ports: { http: 8080 },
  routes: {
    web: { gateway: "external", host: "n8n" },
    webhook: { gateway: "external", host: "n8n-webhook" },
  },
  env: {
    DB_SQLITE_VACUUM_ON_STARTUP: "true",
    EXECUTIONS_DATA_PRUNE: "true",
    EXECUTIONS_DATA_MAX_AGE: "168",
    EXECUTIONS_DATA_PRUNE_MAX_COUNT: "50000",
    GENERIC_TIMEZONE: "{{timeZone}}",
    N8N_HOST: "{{host}}",
    N8N_LOG_LEVEL: "info",
    N8N_LOG_OUTPUT: "console",
    N8N_PORT: "8080",
    N8N_PROTOCOL: "https",
    WEBHOOK_URL: "https://n8n-webhook.{{domain}}",
  },
  // Without a key of its own it makes one, and the credentials are lost with the volume.
  secrets: { N8N_ENCRYPTION_KEY: "encryption-key" },
  volumes: { data: { mount: "/home/node/.n8n", size: "1Gi", backup: true } },
  probes: { readiness: { http: "/healthz/readiness" }, liveness: { http: "/healthz" } },
  resources: { requests: { cpu: "5m", memory: "256Mi" }, limits: { memory: "2Gi" } },
});
