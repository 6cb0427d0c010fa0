import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "pgadmin",
  category: "selfhosted",
  description: "Interface to the PostgreSQL databases",
  image: "docker.io/dpage/pgadmin4",
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "pgadmin" } },
  env: { PGADMIN_LISTEN_PORT: "8080", PGADMIN_DISABLE_POSTFIX: "true" },
  secrets: { PGADMIN_DEFAULT_EMAIL: "email", PGADMIN_DEFAULT_PASSWORD: "password" },
  volumes: { data: { mount: "/var/lib/pgadmin", size: "1Gi", backup: true } },
  user: { uid: 5050, gid: 5050 },
  exceptions: { writableRoot: "the entrypoint writes the configuration into the application" },
  probes: { readiness: { http: "/misc/ping" }, liveness: { http: "/misc/ping" } },
  resources: { requests: { cpu: "15m", memory: "256Mi" }, limits: { memory: "512Mi" } },
});
