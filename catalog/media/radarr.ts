import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "radarr",
  category: "media",
  description: "Collects films",
  image: "ghcr.io/home-operations/radarr",
  talksTo: ["prowlarr", "qbittorrent", "sabnzbd", "jellyfin", "plex"],
  ports: { http: 7878 },
  routes: { web: { gateway: "internal", host: "radarr", auth: "forward" } },
  env: {
    RADARR__APP__INSTANCENAME: "Radarr",
    RADARR__APP__APPLICATIONURL: "{{url}}",
    RADARR__AUTH__METHOD: "External",
    RADARR__AUTH__REQUIRED: "DisabledForLocalAddresses",
    RADARR__LOG__LEVEL: "info",
    RADARR__SERVER__PORT: "7878",
  },
  secrets: { RADARR__AUTH__APIKEY: "api-key" },
  widget: { type: "radarr", secrets: { key: "api-key" } },
  volumes: {
    config: { mount: "/config", size: "2Gi", backup: true },
    media: { mount: "/data/nas-media", nfs: "media" },
  },
  user: { uid: 2000, gid: 2000 },
  probes: { readiness: { http: "/ping" }, liveness: { http: "/ping" } },
  resources: { requests: { cpu: "20m", memory: "384Mi" }, limits: { memory: "2Gi" } },
});
