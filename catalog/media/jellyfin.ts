import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "jellyfin",
  category: "media",
  description: "Films and series",
  image: "ghcr.io/jellyfin/jellyfin",
  ports: { http: 8096 },
  routes: { web: { gateway: "external", host: "jellyfin" } },
  identity: {
    oidc: { redirects: ["/sso/OID/redirect/authelia"], tokenAuth: "client_secret_post" },
  },
  devices: { gpu: "intel" },
  env: {
    // File locks of the shares make the library scan hang.
    DOTNET_SYSTEM_IO_DISABLEFILELOCKING: "true",
    JELLYFIN_PublishedServerUrl: "{{url}}",
  },
  widget: { type: "jellyfin", secrets: { key: "api-key" } },
  volumes: {
    config: { mount: "/config", size: "10Gi", backup: true },
    metadata: { mount: "/config/metadata", size: "50Gi" },
    media: { mount: "/data/nas-media", nfs: "media", readOnly: true },
    scratch: {
      mount: { "/cache": "cache", "/config/log": "log", "/tmp": "tmp" },
      tmpfs: "20Gi",
    },
  },
  // 44 and 109 are the groups video and render, which own the GPU's device files.
  user: { uid: 2000, gid: 2000, groups: [44, 109] },
  probes: {
    readiness: { http: "/health" },
    liveness: { http: "/health" },
  },
  resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { memory: "8Gi" } },
});
