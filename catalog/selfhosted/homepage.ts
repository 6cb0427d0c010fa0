import { defineApp } from "../../components/app/model";

/**
 * Start page. It finds the apps by the annotations of their routes, which the `App` component writes,
 * so no list of them has to be kept. The secrets of their widgets follow from the apps too.
 */
export default defineApp({
  name: "homepage",
  category: "selfhosted",
  description: "Start page with all apps",
  image: "ghcr.io/gethomepage/homepage",
  ports: { http: 3000 },
  routes: { web: { gateway: "external", host: "home", auth: "forward" } },
  env: { HOMEPAGE_ALLOWED_HOSTS: "*", LOG_TARGETS: "stdout" },
  volumes: {
    config: {
      mount: "/app/config",
      files: {
        "kubernetes.yaml": "mode: cluster\ngateway: true\n",
        "settings.yaml": "title: {{domain}}\ntheme: dark\nheaderStyle: clean\n",
        "services.yaml": "[]\n",
        "bookmarks.yaml": "[]\n",
        "docker.yaml": "",
        "proxmox.yaml": "",
        "custom.css": "",
        "custom.js": "",
        "widgets.yaml": [
          "- kubernetes:",
          "    cluster: { show: true, cpu: true, memory: true, showLabel: true, label: cluster }",
          "    nodes: { show: true, cpu: true, memory: true, showLabel: true }",
          "- search: { provider: duckduckgo, target: _blank }",
          "",
        ].join("\n"),
      },
    },
  },
  exceptions: { serviceAccountToken: "reads routes, nodes and pods to show them" },
  permissions: {
    cluster: [
      { apiGroups: [""], resources: ["namespaces", "pods", "nodes"], verbs: ["get", "list"] },
      {
        apiGroups: ["gateway.networking.k8s.io"],
        resources: ["httproutes", "gateways"],
        verbs: ["get", "list"],
      },
      { apiGroups: ["metrics.k8s.io"], resources: ["nodes", "pods"], verbs: ["get", "list"] },
    ],
  },
  probes: { readiness: { http: "/api/healthcheck" }, liveness: { http: "/api/healthcheck" } },
  resources: { requests: { cpu: "20m", memory: "128Mi" }, limits: { memory: "512Mi" } },
});
