import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "flaresolverr",
  category: "media",
  description: "Opens pages that ask for a browser, for Prowlarr",
  image: "ghcr.io/flaresolverr/flaresolverr",
  ports: { http: 8191 },
  env: { CAPTCHA_SOLVER: "none", LOG_LEVEL: "info", LOG_HTML: "false" },
  exceptions: { writableRoot: "the browser writes its profile and driver into the image" },
  probes: { readiness: { http: "/health" }, liveness: { http: "/health" } },
  resources: { requests: { cpu: "15m", memory: "512Mi" }, limits: { memory: "1Gi" } },
});
