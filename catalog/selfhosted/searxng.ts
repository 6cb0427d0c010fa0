import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "searxng",
  category: "selfhosted",
  description: "Search engine",
  image: "ghcr.io/searxng/searxng",
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "search" } },
  cache: { index: 3 },
  env: {
    SEARXNG_BASE_URL: "{{url}}",
    SEARXNG_PORT: "8080",
    SEARXNG_REDIS_URL: { cache: "url" },
  },
  secrets: { SEARXNG_SECRET: "secret-key" },
  volumes: {
    config: {
      mount: {
        "/etc/searxng/settings.yml": "settings.yml",
        "/etc/searxng/limiter.toml": "limiter.toml",
      },
      files: {
        "settings.yml": [
          "use_default_settings: true",
          "search: { formats: [html, json], autocomplete: duckduckgo }",
          "server: { limiter: false, image_proxy: true, method: GET }",
          "",
        ].join("\n"),
        "limiter.toml": "[botdetection.ip_limit]\nlink_token = false\n",
      },
    },
    scratch: { mount: { "/tmp": "tmp", "/var/cache/searxng": "cache" }, tmpfs: "256Mi" },
  },
  user: { uid: 977, gid: 977 },
  probes: { readiness: { http: "/healthz" }, liveness: { http: "/healthz" } },
  resources: { requests: { cpu: "10m", memory: "512Mi" }, limits: { memory: "2Gi" } },
});
