import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "openspeedtest",
  category: "networking",
  description: "Measures the speed of the LAN",
  image: "docker.io/openspeedtest/latest",
  ports: { http: 3000 },
  routes: { web: { gateway: "internal", host: "openspeedtest" } },
  volumes: {
    nginx: { mount: { "/var/cache/nginx": "cache", "/run": "run" }, tmpfs: "64Mi" },
  },
  user: { uid: 101, gid: 101 },
  exceptions: { writableRoot: "the entrypoint edits the configuration of nginx" },
  probes: { readiness: { http: "/" }, liveness: { http: "/" } },
  resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "128Mi" } },
});
