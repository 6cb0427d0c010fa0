import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "echo-server",
  category: "selfhosted",
  description: "Answers a request with what it was",
  image: "ghcr.io/mendhak/http-https-echo",
  ports: { http: 8080 },
  routes: { web: { gateway: "external", host: "echo" } },
  env: {
    HTTP_PORT: "8080",
    LOG_WITHOUT_NEWLINE: "true",
    LOG_IGNORE_PATH: "/healthz",
    PROMETHEUS_ENABLED: "true",
  },
  probes: { readiness: { http: "/healthz" }, liveness: { http: "/healthz" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "64Mi" } },
});
