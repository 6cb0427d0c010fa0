import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "nginx",
  category: "networking",
  layer: "network",
  description: "Reverse proxy between the tunnel and the public gateway",
});
