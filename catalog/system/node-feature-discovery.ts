import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "node-feature-discovery",
  category: "system",
  layer: "system",
  description: "Labels nodes by what is in them and plugged into them",
});
