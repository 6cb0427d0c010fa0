import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "blackbox-exporter",
  category: "monitoring",
  description: "Probes of devices outside the cluster",
  image: "quay.io/prometheus/blackbox-exporter",
  ports: { http: 9115 },
  volumes: {
    config: {
      mount: "/etc/blackbox_exporter",
      files: {
        "config.yml": [
          "modules:",
          "  icmp: { prober: icmp, timeout: 5s, icmp: { preferred_ip_protocol: ip4 } }",
          "  tcp_connect: { prober: tcp, timeout: 5s, tcp: { preferred_ip_protocol: ip4 } }",
          "  http_2xx: { prober: http, timeout: 5s, http: { preferred_ip_protocol: ip4 } }",
          "",
        ].join("\n"),
      },
    },
  },
  exceptions: {
    sysctls: {
      set: { "net.ipv4.ping_group_range": "0 2147483647" },
      reason: "sends echo requests without the capability for raw sockets",
    },
  },
  probes: { readiness: { http: "/-/healthy" }, liveness: { http: "/-/healthy" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
});
