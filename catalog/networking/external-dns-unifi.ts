import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "external-dns-unifi",
  category: "networking",
  layer: "network",
  description: "DNS records of routes and Services at the LAN's UniFi gateway",
});
