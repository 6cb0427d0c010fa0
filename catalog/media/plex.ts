import { defineApp } from "../../components/app/model";

/** The stack says under which addresses clients find it (`PLEX_ADVERTISE_URL`). */
export default defineApp({
  name: "plex",
  category: "media",
  description: "Films, series and music",
  image: "ghcr.io/home-operations/plex",
  architectures: ["amd64"],
  ports: { http: 32400 },
  routes: {
    web: {
      gateway: "external",
      host: "plex",
      // Asked for a part of a subtitle file, Plex answers so that players show none.
      // https://forums.plex.tv/t/external-srt-subtitles-are-not-working-w-reverse-proxy/886540
      paths: { "/library/streams": { filters: { requestHeaders: { remove: ["Range"] } } } },
    },
  },
  devices: { gpu: "intel" },
  env: { PLEX_ADVERTISE_URL: "{{url}}:443,http://{{service:plex}}:32400" },
  secrets: { PLEX_TOKEN: { property: "token", as: "none" } },
  widget: { type: "plex", secrets: { key: "token" } },
  volumes: {
    config: { mount: "/config", size: "170Gi", backup: true },
    cache: { mount: "/config/Library/Application Support/Plex Media Server/Cache", size: "50Gi" },
    logs: { mount: "/config/Library/Application Support/Plex Media Server/Logs", size: "5Gi" },
    media: { mount: "/Media", nfs: "media", readOnly: true },
    scratch: { mount: { "/transcode": "transcode", "/tmp": "tmp" }, tmpfs: "50Gi" },
  },
  cronJobs: {
    // Deletes images that Plex no longer shows.
    imagemaid: {
      image: "docker.io/kometateam/imagemaid",
      schedule: "5 2 * * *",
      env: {
        IGNORE_RUNNING: "true",
        LOCAL_DB: "true",
        MODE: "remove",
        PHOTO_TRANSCODER: "true",
        PLEX_PATH: "/config/Library/Application Support/Plex Media Server",
        PLEX_TOKEN: { secret: "PLEX_TOKEN" },
        PLEX_URL: "{{app:plex}}",
      },
      mounts: ["config", "cache"],
      exceptions: { writableRoot: "it keeps its log and database in the image" },
      resources: { requests: { cpu: "25m", memory: "128Mi" }, limits: { memory: "400Mi" } },
    },
  },
  // 44 and 109 are the groups video and render, which own the GPU's device files.
  user: { uid: 1000, gid: 1000, groups: [44, 109] },
  probes: { readiness: { http: "/identity" }, liveness: { http: "/identity" } },
  resources: { requests: { cpu: "1", memory: "2Gi" }, limits: { cpu: "6", memory: "8Gi" } },
});
