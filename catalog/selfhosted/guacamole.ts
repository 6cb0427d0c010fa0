import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "guacamole",
  category: "selfhosted",
  description: "Remote desktops in the browser",
  image: "docker.io/guacamole/guacamole",
  dependsOn: ["guacd"],
  ports: { http: 8080 },
  routes: { web: { gateway: "internal", host: "rdp" } },
  database: {},
  identity: { oidc: { redirects: ["/"], flow: "implicit" } },
  env: {
    GUACD_HOSTNAME: "{{service:guacd}}",
    WEBAPP_CONTEXT: "ROOT",
    EXTENSION_PRIORITY: "openid,postgresql,ban",
    POSTGRESQL_HOSTNAME: { database: "host" },
    POSTGRESQL_DATABASE: { database: "name" },
    POSTGRESQL_USERNAME: { database: "user" },
    POSTGRESQL_PASSWORD: { database: "password" },
    POSTGRESQL_AUTO_CREATE_ACCOUNTS: "true",
    OIDC_ISSUER: { oidc: "issuer" },
    OPENID_ISSUER: "$(OIDC_ISSUER)",
    OPENID_AUTHORIZATION_ENDPOINT: "$(OIDC_ISSUER)/api/oidc/authorization",
    OPENID_JWKS_ENDPOINT: "$(OIDC_ISSUER)/jwks.json",
    OPENID_CLIENT_ID: { oidc: "clientId" },
    OPENID_REDIRECT_URI: "{{url}}/",
  },
  volumes: {
    schema: { mount: "/schema", tmpfs: "64Mi", containers: ["schema-write", "schema-apply"] },
  },
  sidecars: {
    "schema-write": {
      init: true,
      image: "docker.io/guacamole/guacamole",
      command: ["/bin/sh", "-c", "/opt/guacamole/bin/initdb.sh --postgresql > /schema/initdb.sql"],
      resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
    },
    "schema-apply": {
      init: true,
      image: "ghcr.io/home-operations/postgres-init",
      // A second start finds the tables: the errors of that are none.
      command: ["/bin/sh", "-c", 'psql "$DATABASE_URL" -f /schema/initdb.sql'],
      env: { DATABASE_URL: { database: "uri" } },
      resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
    },
  },
  exceptions: { writableRoot: "the entrypoint links extensions into its home" },
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "2Gi" } },
});
