import { defineApp } from "../../components/app/model";

// An image of your own (docs/apps.md): the project publishes none.
export default defineApp({
  name: "rrda",
  category: "selfhosted",
  description: "DNS over a REST interface, through DNS over HTTPS",
  image: "registry.example.com/rrda",
  ports: { http: 8080 },
  routes: { web: { gateway: "external", host: "rrda" } },
  sidecars: {
    "dns-over-https": {
      image: "docker.io/adguard/dnsproxy",
      args: [
        "--listen=127.0.0.1",
        "--port=5353",
        "--upstream=https://1.1.1.1/dns-query",
        "--upstream=https://1.0.0.1/dns-query",
        "--bootstrap=9.9.9.9:53",
      ],
      resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
      probes: {
        readiness: false,
        liveness: false,
        startup: false,
        reason: "it listens on the pod's loopback, where kubelets do not reach it",
      },
    },
  },
  probes: {
    readiness: { http: "/127.0.0.1:5353/example.com/A", period: "30s", timeout: "5s" },
    liveness: { tcp: true },
  },
  resources: { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "64Mi" } },
});
