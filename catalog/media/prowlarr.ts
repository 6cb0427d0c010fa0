import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "prowlarr",
  category: "media",
  description: "Indexers for the other media apps",
  image: "ghcr.io/home-operations/prowlarr",
  talksTo: ["sonarr", "radarr", "qbittorrent", "sabnzbd", "flaresolverr"],
  ports: { http: 9696 },
  routes: { web: { gateway: "internal", host: "prowlarr", auth: "forward" } },
  env: {
    PROWLARR__APP__INSTANCENAME: "Prowlarr",
    PROWLARR__AUTH__METHOD: "External",
    PROWLARR__AUTH__REQUIRED: "DisabledForLocalAddresses",
    PROWLARR__LOG__ANALYTICSENABLED: "False",
    PROWLARR__LOG__LEVEL: "info",
    PROWLARR__SERVER__PORT: "9696",
  },
  secrets: { PROWLARR__AUTH__APIKEY: "api-key" },
  widget: { type: "prowlarr", secrets: { key: "api-key" } },
  volumes: { config: { mount: "/config", size: "1Gi", backup: true } },
  user: { uid: 2000, gid: 2000 },
  probes: { readiness: { http: "/ping" }, liveness: { http: "/ping" } },
  resources: { requests: { cpu: "18m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
