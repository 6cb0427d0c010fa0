import { defineApp } from "../../components/app/model";
import { codeServer } from "../shared/code-server";

export default defineApp({
  name: "home-assistant",
  category: "home-automation",
  description: "Home automation",
  image: "ghcr.io/home-operations/home-assistant",
  talksTo: ["mosquitto", "matter-server", "otbr", "zigbee2mqtt", "jellyfin"],
  ports: { http: 8123 },
  routes: {
    web: { gateway: "external", host: "ha" },
    code: { gateway: "internal", host: "ha-code", port: "code", auth: "forward" },
  },
  env: {
    SECRET_EXTERNAL_URL: "{{url}}",
    SECRET_TRUSTED_PROXIES_1: "{{pods}}",
  },
  secrets: { GH_DEPLOY_KEY: "github-deploy-key" },
  widget: { type: "homeassistant", secrets: { key: "access-token" } },
  volumes: {
    config: { mount: "/config", size: "1Gi", backup: true, containers: ["app", "code-server"] },
  },
  sidecars: {
    "code-server": { ...codeServer("/config"), env: { HASS_SERVER: "http://localhost:8123" } },
  },
  user: { uid: 2000, gid: 2000 },
  resources: { requests: { cpu: "47m", memory: "256Mi" }, limits: { memory: "2Gi" } },
});
