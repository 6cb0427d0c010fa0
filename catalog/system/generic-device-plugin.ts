import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "generic-device-plugin",
  category: "system",
  layer: "system",
  description: "Offers the TUN device of the nodes to pods",
});
