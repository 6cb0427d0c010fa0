import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "metrics-server",
  category: "kube-system",
  layer: "network",
  description: "CPU and memory of pods and nodes",
});
