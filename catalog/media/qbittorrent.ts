import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "qbittorrent",
  category: "media",
  description: "BitTorrent client",
  image: "ghcr.io/home-operations/qbittorrent",
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "qbittorrent" } },
  env: {
    UMASK: "022",
    QBT_WEBUI_PORT: "8080",
    QBT_TORRENTING_PORT: "55636",
  },
  widget: { type: "qbittorrent" },
  volumes: {
    config: { mount: "/config", size: "1Gi", backup: true },
    downloads: { mount: "/data/nas-media", subPath: "downloads/qbittorrent", nfs: "media" },
  },
  user: { uid: 2000, gid: 2000 },
  probes: {
    readiness: { http: "/api/v2/app/version" },
    liveness: { http: "/api/v2/app/version" },
  },
  // It writes the state of every torrent when it stops.
  terminationSeconds: 120,
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "8Gi" } },
});
