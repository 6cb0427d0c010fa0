import { defineApp } from "../../components/app/model";

/**
 * Copies the backups on the NAS off-site every night. The stack says where to: endpoint and region of
 * the remote `offsite`, and `OFFSITE`, its bucket and folder.
 */
export default defineApp({
  name: "rclone",
  category: "system",
  description: "Copies the backups on the NAS off-site",
  image: "ghcr.io/rclone/rclone",
  args: [
    "rcd",
    "--rc-web-gui",
    "--rc-web-gui-no-open-browser",
    "--rc-addr=:8080",
    "--rc-enable-metrics",
    "--metrics-addr=:9090",
  ],
  ports: { http: 8080, metrics: 9090 },
  routes: { web: { gateway: "internal", host: "rclone", auth: "forward" } },
  env: {
    RCLONE_CACHE_DIR: "/tmp/cache",
    RCLONE_CONFIG: "/tmp/rclone.conf",
    // Its own login would ask a second time: the gateway lets nobody in without one.
    RCLONE_RC_NO_AUTH: "true",
    RCLONE_CONFIG_OFFSITE_TYPE: "s3",
    RCLONE_CONFIG_OFFSITE_PROVIDER: "Other",
  },
  secrets: {
    RCLONE_CONFIG_OFFSITE_ACCESS_KEY_ID: { item: "backup", property: "accessKeyId" },
    RCLONE_CONFIG_OFFSITE_SECRET_ACCESS_KEY: { item: "backup", property: "secretAccessKey" },
  },
  volumes: { data: { mount: "/data", nfs: "backup", readOnly: true } },
  cronJobs: {
    sync: {
      schedule: "0 3 * * *",
      args: ["sync", "/data", "$(OFFSITE)", "--fast-list", "--stats-one-line", "--log-level=INFO"],
      mounts: ["data"],
      resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "1Gi" } },
    },
  },
  metrics: { port: "metrics" },
  resources: { requests: { cpu: "10m", memory: "128Mi" }, limits: { memory: "256Mi" } },
});
