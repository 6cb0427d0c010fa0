import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "sabnzbd",
  category: "media",
  description: "Usenet client",
  image: "ghcr.io/home-operations/sabnzbd",
  // par2 and unrar in the image are only usable on amd64.
  architectures: ["amd64"],
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "sabnzbd", auth: "forward" } },
  env: {
    SABNZBD__PORT: "8080",
    SABNZBD__HOST_WHITELIST_ENTRIES: "{{name}}, {{service:sabnzbd}}, {{host}}",
  },
  widget: { type: "sabnzbd", secrets: { key: "api-key" } },
  volumes: {
    config: { mount: "/config", size: "1Gi", backup: true },
    downloads: { mount: "/downloads", size: "50Gi", class: "local" },
    media: { mount: "/data/nas-media", nfs: "media" },
  },
  user: { uid: 568, gid: 568 },
  resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "4Gi" } },
});
