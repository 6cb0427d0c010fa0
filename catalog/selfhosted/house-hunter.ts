import { defineApp } from "../../components/app/model";

// An image of your own (docs/apps.md): its source is not public.
export default defineApp({
  name: "house-hunter",
  category: "selfhosted",
  description: "Collects offers of houses",
  image: "registry.example.com/house-hunter",
  ports: { http: 8000 },
  routes: { web: { gateway: "external", host: "house-hunter", auth: "forward" } },
  database: {},
  env: {
    POSTGRES_HOST: { database: "host" },
    POSTGRES_PORT: { database: "port" },
    POSTGRES_DB: { database: "name" },
    POSTGRES_USER: { database: "user" },
    POSTGRES_PASSWORD: { database: "password" },
  },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
