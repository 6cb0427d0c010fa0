import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "matter-server",
  category: "home-automation",
  description: "Controller of Matter devices",
  image: "ghcr.io/home-assistant-libs/python-matter-server",
  args: ["--storage-path", "/data", "--log-level", "info"],
  ports: { ws: 5580 },
  routes: { web: { gateway: "internal", host: "matter" } },
  volumes: { data: { mount: "/data", size: "1Gi", backup: true } },
  user: { uid: 0, gid: 0 },
  exceptions: {
    root: "the image runs as root, and opens raw sockets for IPv6 discovery",
    hostNetwork: "Matter devices are found by multicast and reached over link-local IPv6",
  },
  resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
});
