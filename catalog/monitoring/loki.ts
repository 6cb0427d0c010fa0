import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "loki",
  category: "monitoring",
  layer: "monitoring",
  description: "Logs of all containers",
  service: { name: "loki", port: 3100 },
});
