import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "envoy-gateway",
  category: "networking",
  layer: "network",
  description: "Gateways: Envoy proxies for HTTP, TCP and UDP",
});
