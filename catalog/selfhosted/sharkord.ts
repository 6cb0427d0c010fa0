import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "sharkord",
  category: "selfhosted",
  description: "Voice and text chat",
  image: "docker.io/sharkord/sharkord",
  ports: { http: 4991, "rtc-tcp": 40000, "rtc-udp": { port: 40000, protocol: "UDP" } },
  routes: {
    web: { gateway: "internal", host: "sharkord" },
    "rtc-udp": { gateway: "internal", protocol: "UDP", listener: 40000, port: "rtc-udp" },
  },
  env: { RUNNING_IN_DOCKER: "true" },
  volumes: { data: { mount: "/home/bun/.config/sharkord", size: "1Gi", backup: true } },
  probes: { readiness: { http: "/healthz" }, liveness: { http: "/healthz" } },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
