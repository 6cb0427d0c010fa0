import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "snmp-exporter",
  category: "monitoring",
  description: "Metrics of the NAS over SNMP",
  image: "docker.io/prom/snmp-exporter",
  ports: { http: 9116 },
  probes: { readiness: { http: "/" }, liveness: { http: "/" } },
  metrics: { port: "http" },
  resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
});
