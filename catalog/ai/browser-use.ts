import { defineApp } from "../../components/app/model";

// An image of your own (docs/apps.md): the project publishes none with a version.
export default defineApp({
  name: "browser-use",
  category: "ai",
  description: "Browser that language models steer",
  image: "registry.example.com/browser-use",
  architectures: ["amd64"],
  ports: { http: 7788, vnc: 6080 },
  routes: {
    web: { gateway: "internal", host: "browser-use", auth: "forward" },
    vnc: { gateway: "internal", host: "browser-vnc", port: "vnc", auth: "forward" },
  },
  env: {
    ANONYMIZED_TELEMETRY: "false",
    BROWSER_USE_LOGGING_LEVEL: "info",
    CHROME_ARGS: "--no-sandbox",
    KEEP_BROWSER_OPEN: "true",
    RESOLUTION: "1920x1080x24",
    RESOLUTION_WIDTH: "1920",
    RESOLUTION_HEIGHT: "1080",
  },
  secrets: { ANTHROPIC_API_KEY: "anthropic-api-key", VNC_PASSWORD: "vnc-password" },
  volumes: { shm: { mount: "/dev/shm", tmpfs: "2Gi", medium: "memory" } },
  user: { uid: 0, gid: 0 },
  exceptions: {
    root: "supervisord starts the X server, the VNC server and the browser as root",
    writableRoot: "X server and browser profile are written all over the image",
  },
  resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "4Gi" } },
});
