import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "maintainerr",
  category: "media",
  description: "Removes what nobody watches",
  image: "ghcr.io/maintainerr/maintainerr",
  talksTo: ["plex", "sonarr", "radarr", "seerr", "tautulli"],
  ports: { http: 6246 },
  routes: { web: { gateway: "internal", host: "maintainerr", auth: "forward" } },
  env: { UI_PORT: "6246" },
  volumes: { config: { mount: "/opt/data", size: "1Gi", backup: true } },
  exceptions: { writableRoot: "the web interface writes its base path into its files at start" },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
