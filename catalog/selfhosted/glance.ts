import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "glance",
  category: "selfhosted",
  description: "Feeds and news on one page",
  image: "docker.io/glanceapp/glance",
  args: ["--config", "/config/glance.yml"],
  ports: { http: 8080 },
  routes: { web: { gateway: "external", host: "glance", auth: "forward" } },
  volumes: {
    config: {
      mount: "/config",
      files: {
        "glance.yml": [
          "pages:",
          "  - name: Home",
          "    columns:",
          "      - size: small",
          "        widgets:",
          "          - type: calendar",
          "          - type: clock",
          "            timezones:",
          "              - timezone: {{timeZone}}",
          "      - size: full",
          "        widgets:",
          "          - type: hacker-news",
          "          - type: lobsters",
          "",
        ].join("\n"),
      },
    },
  },
  user: { uid: 1022, gid: 1022 },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
});
