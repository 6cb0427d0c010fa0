import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "threadfin",
  category: "media",
  description: "Television over IP for Plex and Jellyfin",
  image: "docker.io/fyb3roptik/threadfin",
  ports: { http: 34400 },
  routes: { web: { gateway: "internal", host: "iptv", auth: "forward" } },
  env: { THREADFIN_BRANCH: "main", THREADFIN_DEBUG: "0", THREADFIN_PORT: "34400" },
  volumes: { config: { mount: "/home/threadfin/conf", size: "5Gi", backup: true } },
  user: { uid: 31337, gid: 31337 },
  probes: { readiness: { http: "/" }, liveness: { http: "/" } },
  resources: { requests: { cpu: "20m", memory: "128Mi" }, limits: { memory: "1Gi" } },
});
