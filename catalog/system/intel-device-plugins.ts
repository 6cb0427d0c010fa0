import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "intel-device-plugins",
  category: "system",
  layer: "system",
  description: "Offers the Intel GPUs of the nodes to pods",
  architectures: ["amd64"],
  dependsOn: ["node-feature-discovery"],
});
