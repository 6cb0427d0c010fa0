import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "onepassword-connect",
  category: "security",
  layer: "secrets",
  description: "1Password Connect, where the stack's `secretStore` is a vault of it",
});
