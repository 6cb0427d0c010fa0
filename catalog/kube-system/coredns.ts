import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "coredns",
  category: "kube-system",
  layer: "network",
  description: "DNS of the cluster",
});
