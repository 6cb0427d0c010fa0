import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "recyclarr",
  category: "media",
  description: "Quality profiles for Sonarr and Radarr",
  image: "ghcr.io/recyclarr/recyclarr",
  kind: "CronJob",
  dependsOn: ["sonarr", "radarr"],
  secrets: {
    SONARR_API_KEY: { item: "sonarr", property: "api-key" },
    RADARR_API_KEY: { item: "radarr", property: "api-key" },
  },
  volumes: {
    config: { mount: "/config", size: "1Gi" },
    settings: {
      mount: "/config/recyclarr.yml",
      subPath: "recyclarr.yml",
      files: {
        "recyclarr.yml": [
          "sonarr:",
          "  series:",
          "    base_url: {{app:sonarr}}",
          "    api_key: !env_var SONARR_API_KEY",
          "    quality_definition: { type: series }",
          "radarr:",
          "  movies:",
          "    base_url: {{app:radarr}}",
          "    api_key: !env_var RADARR_API_KEY",
          "    quality_definition: { type: movie }",
          "",
        ].join("\n"),
      },
    },
    scratch: {
      mount: { "/config/logs": "logs", "/config/repositories": "repositories" },
      tmpfs: "1Gi",
    },
  },
  cronJobs: {
    daily: {
      schedule: "0 0 * * *",
      args: ["sync"],
      mounts: ["config", "settings", "scratch"],
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
    },
  },
  resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
});
