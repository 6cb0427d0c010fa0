import { defineApp } from "../../components/app/model";

/** Its `config.yml` comes from the secret store, because it names keys of a dozen services. */
export default defineApp({
  name: "kometa",
  category: "media",
  description: "Collections and overlays for Plex",
  image: "docker.io/kometateam/kometa",
  kind: "CronJob",
  architectures: ["amd64", "arm64"],
  dependsOn: ["plex"],
  scheduling: { near: "plex" },
  secrets: {
    KOMETA_PLEX_TOKEN: "plex-token",
    KOMETA_TMDB_API_KEY: "tmdb-api-key",
    KOMETA_MDBLIST_API_KEY: "mdblist-api-key",
    KOMETA_TRAKT_CLIENT_ID: "trakt-client-id",
    KOMETA_TRAKT_CLIENT_SECRET: "trakt-client-secret",
  },
  env: { KOMETA_READ_ONLY_CONFIG: "true" },
  volumes: {
    config: { mount: "/config", size: "15Gi", backup: true },
    settings: {
      mount: "/config/config.yml",
      subPath: "config.yml",
      files: {
        "config.yml": [
          "libraries:",
          "  Movies:",
          "    collection_files: [{ default: basic }, { default: imdb }]",
          "  TV Shows:",
          "    collection_files: [{ default: basic }, { default: imdb }]",
          "plex:",
          "  url: {{app:plex}}",
          "  token: <<plextoken>>",
          "tmdb:",
          "  apikey: <<tmdbapikey>>",
          "",
        ].join("\n"),
      },
    },
    logs: { mount: "/config/logs", tmpfs: "1Gi" },
  },
  cronJobs: {
    nightly: {
      schedule: "30 2 * * *",
      args: ["--run", "--read-only-config"],
      mounts: ["config", "settings", "logs"],
      resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { cpu: "2", memory: "6Gi" } },
    },
  },
  resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { cpu: "2", memory: "6Gi" } },
});
