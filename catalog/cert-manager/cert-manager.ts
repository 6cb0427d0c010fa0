import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "cert-manager",
  category: "cert-manager",
  layer: "network",
  description: "Certificates from Let's Encrypt by DNS-01",
});
