import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "dragonfly-operator",
  category: "cloudnative-pg",
  layer: "database",
  description: "Dragonfly operator; the stack's `caches` make the caches",
});
