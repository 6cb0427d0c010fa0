import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "multus",
  category: "kube-system",
  layer: "network",
  description: "Further network interfaces for pods, one attachment a VLAN",
});
