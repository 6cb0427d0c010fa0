import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "grafana",
  category: "monitoring",
  layer: "monitoring",
  description: "Dashboards",
  talksTo: ["kube-prometheus-stack", "loki"],
  service: { name: "grafana", port: 80 },
  routes: { web: { gateway: "external", host: "grafana" } },
  identity: { oidc: { redirects: ["/login/generic_oauth"] } },
  secrets: { "admin-user": "admin-user", "admin-password": "admin-password" },
  widget: {
    type: "grafana",
    secrets: { username: "admin-user", password: "admin-password" },
  },
});
