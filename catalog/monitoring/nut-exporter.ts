import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "nut-exporter",
  category: "monitoring",
  layer: "monitoring",
  description: "State of the uninterruptible power supply",
});
