import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "qbittorrent-race",
  category: "media",
  description: "BitTorrent client without VPN, for fast uploads",
  image: "ghcr.io/home-operations/qbittorrent",
  ports: { http: 8080, peers: 55635 },
  routes: { web: { gateway: "internal", host: "qb-race" } },
  env: { QBT_WEBUI_PORT: "8080", QBT_TORRENTING_PORT: "55635" },
  volumes: {
    config: { mount: "/config", size: "1Gi", backup: true },
    downloads: { mount: "/Media/torrents", subPath: "torrents", nfs: "media" },
  },
  probes: {
    readiness: { http: "/api/v2/app/version" },
    liveness: { http: "/api/v2/app/version" },
  },
  // It writes the state of every torrent when it stops.
  terminationSeconds: 300,
  resources: { requests: { cpu: "150m", memory: "2Gi" }, limits: { memory: "4Gi" } },
});
