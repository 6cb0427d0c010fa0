import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "lldap",
  category: "security",
  layer: "identity",
  description: "Directory of people and groups",
  service: { name: "lldap", port: 8080 },
  routes: { web: { gateway: "internal", host: "lldap" } },
  secrets: {
    LLDAP_JWT_SECRET: "jwt-secret",
    LLDAP_KEY_SEED: "key-seed",
    LLDAP_LDAP_USER_PASS: "admin-password",
    BIND_PASSWORD: { property: "bind-password", as: "none" },
  },
});
