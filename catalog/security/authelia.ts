import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "authelia",
  category: "security",
  layer: "identity",
  description: "Logins: OIDC provider and forward-auth",
  dependsOn: ["lldap"],
  service: { name: "authelia", port: 80 },
  routes: { web: { gateway: "external", host: "auth" } },
  secrets: {
    SESSION_SECRET: "session-secret",
    STORAGE_ENCRYPTION_KEY: "storage-encryption-key",
    RESET_PASSWORD_JWT_SECRET: "jwt-secret",
    OIDC_HMAC_SECRET: "oidc-hmac-secret",
    OIDC_ISSUER_KEY: "oidc-issuer-key",
    LDAP_PASSWORD: { item: "lldap", property: "bind-password" },
  },
});
