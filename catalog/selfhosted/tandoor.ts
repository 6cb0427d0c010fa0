import { defineApp } from "../../components/app/model";

export default defineApp({
  name: "tandoor",
  category: "selfhosted",
  description: "Recipes",
  image: "ghcr.io/tandoorrecipes/recipes",
  dependsOn: ["lldap"],
  ports: { app: 8000 },
  routes: { web: { gateway: "external", host: "tandoor", port: "http" } },
  database: {},
  env: {
    DB_ENGINE: "django.db.backends.postgresql",
    POSTGRES_HOST: { database: "host" },
    POSTGRES_PORT: { database: "port" },
    POSTGRES_DB: { database: "name" },
    POSTGRES_USER: { database: "user" },
    POSTGRES_PASSWORD: { database: "password" },
    ALLOWED_HOSTS: "*",
    ENABLE_SIGNUP: "0",
    GUNICORN_MEDIA: "0",
    TANDOOR_PORT: "8000",
    LDAP_AUTH: "1",
    AUTH_LDAP_ALWAYS_UPDATE_USER: "1",
    AUTH_LDAP_BIND_DN: "uid=authelia,ou=people,{{baseDn}}",
    AUTH_LDAP_SERVER_URI: "ldap://{{service:lldap}}:5389",
    AUTH_LDAP_USER_SEARCH_BASE_DN: "ou=people,{{baseDn}}",
    AUTH_LDAP_USER_SEARCH_FILTER_STR:
      "(&(&(objectclass=person)(memberOf=cn=people,ou=groups,{{baseDn}}))(uid=%(user)s))",
  },
  secrets: {
    SECRET_KEY: "secret-key",
    AUTH_LDAP_BIND_PASSWORD: { item: "lldap", property: "bind-password" },
  },
  volumes: {
    data: {
      mount: {
        "/opt/recipes/mediafiles": "mediafiles",
        "/opt/recipes/staticfiles": "staticfiles",
      },
      size: "1Gi",
      backup: true,
      containers: ["app", "nginx"],
    },
    scratch: {
      mount: {
        "/tmp": "tmp",
        "/run": "run",
        "/opt/recipes/cookbook/static/django_js_reverse": "js",
      },
      tmpfs: "256Mi",
    },
    nginx: {
      mount: "/etc/nginx/conf.d/default.conf",
      subPath: "default.conf",
      containers: ["nginx"],
      files: {
        "default.conf": [
          "server {",
          "  listen 8080;",
          "  client_max_body_size 128m;",
          "  location /static/ { alias /opt/recipes/staticfiles/; }",
          "  location /media/ { alias /opt/recipes/mediafiles/; }",
          "  location / {",
          "    proxy_set_header Host $host;",
          "    proxy_set_header X-Forwarded-Proto https;",
          "    proxy_pass http://localhost:8000;",
          "  }",
          "}",
          "",
        ].join("\n"),
      },
    },
  },
  sidecars: {
    nginx: {
      image: "ghcr.io/nginxinc/nginx-unprivileged",
      ports: { http: 8080 },
      resources: { requests: { cpu: "5m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    },
  },
  user: { uid: 101, gid: 101 },
  probes: { readiness: { http: "/accounts/login/" }, liveness: { http: "/accounts/login/" } },
  resources: { requests: { cpu: "10m", memory: "256Mi" }, limits: { memory: "512Mi" } },
});
