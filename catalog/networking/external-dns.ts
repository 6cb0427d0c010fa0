import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "external-dns",
  category: "networking",
  layer: "network",
  description: "Public DNS records of routes at Cloudflare",
});
