import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "sonarr",
  category: "media",
  description: "Collects series",
  image: "ghcr.io/home-operations/sonarr",
  talksTo: ["prowlarr", "qbittorrent", "sabnzbd", "jellyfin", "plex"],
  ports: { http: 8989 },
  routes: { web: { gateway: "internal", host: "sonarr", auth: "forward" } },
  env: {
    SONARR__APP__INSTANCENAME: "Sonarr",
    SONARR__APP__APPLICATIONURL: "{{url}}",
    SONARR__AUTH__METHOD: "External",
    SONARR__AUTH__REQUIRED: "DisabledForLocalAddresses",
    SONARR__LOG__LEVEL: "info",
    SONARR__SERVER__PORT: "8989",
  },
  secrets: { SONARR__AUTH__APIKEY: "api-key" },
  widget: { type: "sonarr", secrets: { key: "api-key" } },
  volumes: {
    config: { mount: "/config", size: "1Gi", backup: true },
    media: { mount: "/data/nas-media", nfs: "media" },
  },
  user: { uid: 568, gid: 568 },
  probes: { readiness: { http: "/ping" }, liveness: { http: "/ping" } },
  resources: { requests: { cpu: "20m", memory: "512Mi" }, limits: { memory: "2Gi" } },
});
