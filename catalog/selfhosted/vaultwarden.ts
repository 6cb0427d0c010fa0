import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "vaultwarden",
  category: "selfhosted",
  description: "Passwords",
  image: "docker.io/vaultwarden/server",
  ports: { http: 8080 },
  routes: { web: { gateway: "external", host: "pw" } },
  mail: true,
  env: {
    DOMAIN: "{{url}}",
    DATA_FOLDER: "/data",
    ROCKET_PORT: "8080",
    ICON_SERVICE: "duckduckgo",
    INVITATIONS_ALLOWED: "true",
    PUSH_ENABLED: "true",
    SHOW_PASSWORD_HINT: "false",
    SIGNUPS_ALLOWED: "false",
    SMTP_HOST: { mail: "host" },
    SMTP_PORT: { mail: "port" },
    SMTP_FROM: { mail: "from" },
    SMTP_SECURITY: "off",
  },
  secrets: {
    ADMIN_TOKEN: "admin-token",
    PUSH_INSTALLATION_ID: "push-installation-id",
    PUSH_INSTALLATION_KEY: "push-installation-key",
  },
  volumes: { data: { mount: "/data", size: "2Gi", backup: true } },
  probes: { readiness: { http: "/alive" }, liveness: { http: "/alive" } },
  resources: { requests: { cpu: "20m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
