import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "immich-machine-learning",
  category: "selfhosted",
  description: "Finds faces and things in photos, for Immich",
  image: "ghcr.io/immich-app/immich-machine-learning",
  ports: { http: 3003 },
  devices: { gpu: "intel" },
  env: { MACHINE_LEARNING_MODEL_TTL: "0", MACHINE_LEARNING_CACHE_FOLDER: "/cache" },
  volumes: { cache: { mount: "/cache", tmpfs: "10Gi" } },
  user: { uid: 1000, gid: 1000, groups: [44, 109] },
  probes: { readiness: { http: "/ping" }, liveness: { http: "/ping" } },
  resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { memory: "4Gi" } },
});
