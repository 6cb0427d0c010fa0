import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "komga",
  category: "selfhosted",
  description: "Books and comics",
  image: "ghcr.io/gotson/komga",
  ports: { http: 25600 },
  routes: { web: { gateway: "external", host: "rdr" } },
  env: { SERVER_PORT: "25600" },
  volumes: {
    config: { mount: "/config", size: "3Gi", backup: true },
    media: {
      mount: {
        "/data/books": "library/books",
        "/data/comics": "library/comics",
        "/data/manga": "library/manga",
      },
      nfs: "media",
    },
  },
  resources: { requests: { cpu: "20m", memory: "1Gi" }, limits: { memory: "2Gi" } },
});
