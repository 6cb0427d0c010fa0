import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "radicale",
  category: "selfhosted",
  description: "Calendars and contacts",
  image: "docker.io/tomsquest/docker-radicale",
  ports: { http: 5232 },
  routes: { web: { gateway: "external", host: "dav" } },
  secrets: { RADICALE_USERS: { property: "users", as: "none" } },
  volumes: {
    data: { mount: "/data", size: "5Gi", backup: true },
    config: {
      mount: "/config/config",
      subPath: "config",
      files: {
        config: [
          "[server]",
          "hosts = 0.0.0.0:5232",
          "[auth]",
          "type = htpasswd",
          "htpasswd_filename = /config/users/users",
          "htpasswd_encryption = bcrypt",
          "[storage]",
          "filesystem_folder = /data/collections",
          "",
        ].join("\n"),
      },
    },
    users: { mount: "/config/users", secretFiles: { users: "{{ .RADICALE_USERS }}\n" } },
  },
  user: { uid: 2999, gid: 2999 },
  resources: { requests: { cpu: "15m", memory: "128Mi" }, limits: { memory: "256Mi" } },
});
