import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "cilium",
  category: "kube-system",
  layer: "network",
  description: "Pod network, load balancer and network policies, with Hubble to look into it",
  service: { name: "hubble-ui", port: 80 },
  routes: { hubble: { gateway: "internal", host: "hubble" } },
});
