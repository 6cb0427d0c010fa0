import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "cloudnative-pg",
  category: "cloudnative-pg",
  layer: "database",
  description: "PostgreSQL operator; the stack's `databases` make the clusters",
});
