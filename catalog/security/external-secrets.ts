import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "external-secrets",
  category: "security",
  layer: "secrets",
  description: "External Secrets operator; the stack's `secretStore` says where it reads",
});
