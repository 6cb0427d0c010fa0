import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "tuppr",
  category: "system",
  layer: "system",
  description: "Upgrades Talos node by node to the version of the stack",
});
