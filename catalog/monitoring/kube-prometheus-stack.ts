import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "kube-prometheus-stack",
  category: "monitoring",
  layer: "monitoring",
  description: "Prometheus and Alertmanager",
  service: { name: "kube-prometheus-stack-prometheus", port: 9090 },
  routes: { web: { gateway: "internal", host: "prometheus", auth: "forward" } },
  widget: { type: "prometheus" },
});
