import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "guacd",
  category: "selfhosted",
  description: "Remote desktop protocols for Guacamole",
  image: "docker.io/guacamole/guacd",
  ports: { guacd: 4822 },
  volumes: { home: { mount: "/home/guacd", tmpfs: "256Mi" } },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
