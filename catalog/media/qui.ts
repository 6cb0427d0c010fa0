import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "qui",
  category: "media",
  description: "One interface for several qBittorrents",
  image: "ghcr.io/autobrr/qui",
  talksTo: ["qbittorrent", "qbittorrent-race"],
  ports: { http: 7476 },
  routes: { web: { gateway: "internal", host: "qb" } },
  identity: { oidc: { redirects: ["/api/auth/oidc/callback"] } },
  env: {
    QUI__HOST: "0.0.0.0",
    QUI__PORT: "7476",
    QUI__LOG_LEVEL: "INFO",
    QUI__OIDC_ENABLED: "true",
    QUI__OIDC_DISABLE_BUILT_IN_LOGIN: "true",
    QUI__OIDC_ISSUER: { oidc: "issuer" },
    QUI__OIDC_CLIENT_ID: { oidc: "clientId" },
    QUI__OIDC_CLIENT_SECRET: { oidc: "clientSecret" },
    QUI__OIDC_REDIRECT_URL: "{{url}}/api/auth/oidc/callback",
  },
  secrets: { QUI__SESSION_SECRET: "session-secret" },
  volumes: {
    config: { mount: "/config", size: "2Gi", backup: true },
    downloads: { mount: "/Media/torrents", subPath: "torrents", nfs: "media" },
  },
  probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
  resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "512Mi" } },
});
