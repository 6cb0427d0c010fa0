import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "authelia",
  category: "security",
  layer: "identity",
  description: "Logins: OIDC provider and forward-auth",
  dependsOn: ["lldap"],
  service: { name: "authelia", port: 9091 },
  routes: { web: { gateway: "external", host: "auth" } },
  secrets: {
    SESSION_SECRET: { property: "session-secret", as: "none" },
    STORAGE_ENCRYPTION_KEY: { property: "storage-encryption-key", as: "none" },
    RESET_PASSWORD_JWT_SECRET: { property: "jwt-secret", as: "none" },
    OIDC_HMAC_SECRET: { property: "oidc-hmac-secret", as: "none" },
    LDAP_PASSWORD: { item: "lldap", property: "bind-password", as: "none" },
  },
});
