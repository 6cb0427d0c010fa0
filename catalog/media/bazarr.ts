import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "bazarr",
  category: "media",
  description: "Subtitles for films and series",
  image: "ghcr.io/home-operations/bazarr",
  talksTo: ["sonarr", "radarr", "plex"],
  ports: { http: 6767 },
  routes: { web: { gateway: "internal", host: "bazarr", auth: "forward" } },
  env: { BAZARR__PORT: "6767" },
  secrets: { BAZARR__API_KEY: "api-key", PLEX_TOKEN: "plex-token" },
  widget: { type: "bazarr", secrets: { key: "api-key" } },
  volumes: {
    config: { mount: "/config", size: "1Gi", backup: true },
    media: { mount: "/Media/library", subPath: "library", nfs: "media" },
    scratch: {
      mount: {
        "/config/cache": "cache",
        "/config/log": "log",
        "/subcleaner": "subcleaner",
        "/tmp": "tmp",
      },
      tmpfs: "2Gi",
      containers: ["app", "subcleaner"],
    },
  },
  sidecars: {
    // Removes advertisements from subtitles; a post-processing command of Bazarr calls it.
    subcleaner: {
      image: "registry.k8s.io/git-sync/git-sync",
      env: {
        GITSYNC_REPO: "https://github.com/KBlixt/subcleaner",
        GITSYNC_REF: "master",
        GITSYNC_PERIOD: "24h",
        GITSYNC_ROOT: "/subcleaner",
      },
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
      probes: {
        readiness: false,
        liveness: false,
        startup: false,
        reason: "it only fetches a repository once a day and listens nowhere",
      },
    },
  },
  probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
  resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "2Gi" } },
});
