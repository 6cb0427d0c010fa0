import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "cloudflared",
  category: "networking",
  layer: "network",
  description: "The cluster's end of the Cloudflare tunnel",
});
