import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "jellyfin-sync",
  category: "media",
  description: "Keeps what was watched the same in Plex and Jellyfin",
  image: "ghcr.io/luigi311/jellyplex-watched",
  kind: "CronJob",
  dependsOn: ["jellyfin", "plex"],
  env: {
    DRYRUN: "False",
    JELLYFIN_BASEURL: "{{app:jellyfin}}",
    LIBRARY_MAPPING: '{ "Shows": "TV Shows" }',
    LOGFILE: "/tmp/sync.log",
    MARK_FILE: "/tmp/mark.log",
    PLEX_BASEURL: "{{app:plex}}",
    RUN_ONLY_ONCE: "True",
    SSL_BYPASS: "True",
    WHITELIST_LIBRARY: "Movies,Shows",
  },
  secrets: { JELLYFIN_TOKEN: "jellyfin-token", PLEX_TOKEN: "plex-token" },
  cronJobs: {
    hourly: {
      schedule: "0 * * * *",
      resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
    },
  },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
