import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "tailscale",
  category: "networking",
  layer: "network",
  description: "VPN into the home: subnet router and exit node",
});
