import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "silence-operator",
  category: "monitoring",
  layer: "monitoring",
  description: "Keeps the silences of `monitoring.silences` in Alertmanager",
  dependsOn: ["kube-prometheus-stack"],
});
