import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "unpoller",
  category: "monitoring",
  layer: "monitoring",
  description: "Metrics of the UniFi network",
});
