import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "whoami",
  category: "selfhosted",
  description: "Prints what it knows of a request",
  image: "docker.io/traefik/whoami",
  args: ["--port=8080"],
  ports: { http: 8080 },
  routes: { web: { gateway: "external", host: "whoami" } },
  probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
});
