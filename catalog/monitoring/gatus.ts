import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "gatus",
  category: "monitoring",
  layer: "monitoring",
  description: "Watches whether the apps answer, and shows it",
  service: { name: "gatus", port: 8080 },
  routes: { web: { gateway: "external", host: "status" } },
  widget: { type: "gatus" },
});
