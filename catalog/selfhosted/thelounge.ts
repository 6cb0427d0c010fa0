import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "thelounge",
  category: "selfhosted",
  description: "Chat on IRC",
  image: "ghcr.io/thelounge/thelounge",
  ports: { http: 9000 },
  routes: { web: { gateway: "internal", host: "irc" } },
  env: { THELOUNGE_HOME: "/config/thelounge" },
  volumes: { config: { mount: "/config", size: "5Gi", backup: true } },
  resources: { requests: { cpu: "25m", memory: "256Mi" }, limits: { memory: "512Mi" } },
});
