import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "fluent-bit",
  category: "monitoring",
  layer: "monitoring",
  description: "Sends the logs of all containers to Loki",
  dependsOn: ["loki"],
});
