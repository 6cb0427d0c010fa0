import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "excalidraw",
  category: "selfhosted",
  description: "Whiteboard",
  image: "docker.io/excalidraw/excalidraw",
  ports: { http: 80 },
  routes: { web: { gateway: "external", host: "draw" } },
  volumes: {
    nginx: {
      mount: { "/var/cache/nginx": "cache", "/run": "run", "/var/run": "run" },
      tmpfs: "64Mi",
    },
  },
  user: { uid: 101, gid: 101 },
  exceptions: {
    sysctls: {
      set: { "net.ipv4.ip_unprivileged_port_start": "0" },
      reason: "the image's nginx listens on port 80, which only root may otherwise",
    },
  },
  probes: { readiness: { http: "/" }, liveness: { http: "/" } },
  resources: { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "64Mi" } },
});
