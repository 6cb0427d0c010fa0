import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "immich",
  category: "selfhosted",
  description: "Photos",
  image: "ghcr.io/immich-app/immich-server",
  talksTo: ["immich-machine-learning"],
  ports: { http: 2283 },
  routes: { web: { gateway: "external", host: "img" } },
  database: {
    extensions: ["vector", "vchord", "cube", "earthdistance", "pg_trgm", "unaccent", "uuid-ossp"],
  },
  cache: { index: 2 },
  identity: {
    oidc: {
      redirects: ["/auth/login", "/user-settings", "/api/oauth/mobile-redirect"],
      tokenAuth: "client_secret_post",
    },
  },
  mail: true,
  devices: { gpu: "intel" },
  env: {
    IMMICH_ENV: "production",
    IMMICH_LOG_LEVEL: "log",
    IMMICH_IGNORE_MOUNT_CHECK_ERRORS: "true",
    IMMICH_MACHINE_LEARNING_URL: "http://immich-machine-learning.selfhosted.svc.cluster.local:3003",
    IMMICH_TELEMETRY_INCLUDE: "all",
    DB_URL: { database: "uri" },
    DB_VECTOR_EXTENSION: "vectorchord",
    DB_STORAGE_TYPE: "HDD",
    REDIS_HOSTNAME: { cache: "host" },
    REDIS_PORT: { cache: "port" },
    REDIS_DBINDEX: "2",
  },
  volumes: {
    media: {
      mount: {
        "/usr/src/app/upload/backups": "Immich/backups",
        "/usr/src/app/upload/upload": "Immich/upload",
        "/usr/src/app/upload/profile": "Immich/profile",
        "/usr/src/app/upload/library": "Immich/library",
        "/usr/src/app/upload/thumbs": "Immich/thumbs",
        "/usr/src/app/upload/encoded-video": "Immich/encoded-video",
      },
      nfs: "media",
    },
    scratch: {
      mount: {
        "/tmp": "tmp",
        "/usr/src/app/.reverse-geocoding-dump": "geocoding",
        "/usr/src/app/.transformers_cache": "transformers",
      },
      tmpfs: "10Gi",
    },
  },
  user: { uid: 1000, gid: 1000, groups: [44, 109] },
  probes: { readiness: { http: "/api/server/ping" }, liveness: { http: "/api/server/ping" } },
  resources: { requests: { cpu: "100m", memory: "1Gi" }, limits: { memory: "4Gi" } },
});
