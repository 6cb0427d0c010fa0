import { stringify } from "yaml";
import type { PlatformApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { appBundle } from "../app/bundle";
import type { Bundle } from "../contracts/bundle";
import { databaseSecret, gatewayObjectName, NETWORK_NAMESPACE } from "../contracts/conventions";
import { admission } from "./admission";
import {
  AUTHELIA_METRICS_PORT,
  AUTHELIA_PORT,
  autheliaConfig,
  CLIENTS_PATH,
  DATA_PATH,
  SIGNING_KEY_PATH,
  signingKeyConfig,
} from "./authelia-config";
import { databaseClusterOf } from "./databases";
import { guardedRoutesOf } from "./guarded-routes";
import { CLIENT_DIGESTS, oidcClientsOf } from "./oidc-clients";
import { withSecrets } from "./pod-secrets";
import { serviceApp } from "./service-app";
import { SIGNING_KEY } from "./signing-key";

const CONFIG_PATH = "/config";
const SECRETS_PATH = "/secrets/store";
const DATABASE_PATH = "/secrets/database";

/** Configuration key, as an environment variable, to the secret of the catalogue entry. */
const SECRETS = {
  AUTHELIA_SESSION_SECRET_FILE: "SESSION_SECRET",
  AUTHELIA_STORAGE_ENCRYPTION_KEY_FILE: "STORAGE_ENCRYPTION_KEY",
  AUTHELIA_IDENTITY_VALIDATION_RESET_PASSWORD_JWT_SECRET_FILE: "RESET_PASSWORD_JWT_SECRET",
  AUTHELIA_AUTHENTICATION_BACKEND_LDAP_PASSWORD_FILE: "LDAP_PASSWORD",
} as const;

/** The secret that only the OIDC provider has. */
const OIDC_SECRETS = {
  AUTHELIA_IDENTITY_PROVIDERS_OIDC_HMAC_SECRET_FILE: "OIDC_HMAC_SECRET",
} as const;

/**
 * Authelia: logins for apps that speak OIDC, and forward-auth for those that do not. One pod: its
 * sessions are in its memory.
 */
export function autheliaBundle(spec: ClusterSpec, entry: PlatformApp): Bundle {
  const cluster = databaseClusterOf(spec, entry.name);
  const oidc = oidcClientsOf(spec).length > 0;
  const secrets = { ...SECRETS, ...(oidc ? OIDC_SECRETS : {}) };
  const configFiles = {
    "configuration.yml": stringify(autheliaConfig(spec)),
    ...(oidc ? { "signing-key.yml": signingKeyConfig() } : {}),
  };
  const app = serviceApp(entry, {
    image: "ghcr.io/authelia/authelia",
    command: ["authelia"],
    args: Object.keys(configFiles).map((file) => `--config=${CONFIG_PATH}/${file}`),
    env: {
      X_AUTHELIA_CONFIG_FILTERS: "template",
      ...mapValues(secrets, (secret) => `${SECRETS_PATH}/${secret}`),
      ...(cluster === undefined
        ? {}
        : { AUTHELIA_STORAGE_POSTGRES_PASSWORD_FILE: `${DATABASE_PATH}/password` }),
    },
    ports: { http: AUTHELIA_PORT, metrics: AUTHELIA_METRICS_PORT },
    volumes: {
      config: { mount: CONFIG_PATH, files: configFiles },
      files: {
        mount: SECRETS_PATH,
        secretFiles: Object.fromEntries(
          Object.values(secrets).map((secret) => [secret, `{{ .${secret} }}`]),
        ),
      },
      ...(cluster === undefined ? { data: { mount: DATA_PATH, size: "1Gi", backup: true } } : {}),
    },
    ...(cluster === undefined ? {} : { database: { cluster } }),
    mail: spec.mail !== undefined,
    metrics: { port: "metrics" },
    probes: { readiness: { http: "/api/health" }, liveness: { http: "/api/health" } },
    resources: { requests: { cpu: "20m", memory: "64Mi" }, limits: { memory: "512Mi" } },
  });
  const bundle = appBundle(spec, app);
  const objects = withSecrets(bundle.objects ?? [], {
    files: {
      ...(cluster === undefined
        ? {}
        : { database: { secret: databaseSecret(app.name), path: DATABASE_PATH } }),
      ...(oidc
        ? {
            clients: { secret: CLIENT_DIGESTS, path: CLIENTS_PATH },
            "signing-key": { secret: SIGNING_KEY, path: SIGNING_KEY_PATH },
          }
        : {}),
    },
  });
  return {
    ...bundle,
    layer: "identity",
    component: "Authelia",
    objects: [...objects, ...admission(app, "forward-auth", guardedGateways(spec), AUTHELIA_PORT)],
  };
}

/** The proxies of the gateways that ask Authelia about requests. */
function guardedGateways(spec: ClusterSpec) {
  const gateways = new Set(guardedRoutesOf(spec).map(({ route }) => route.gateway));
  return [...gateways].map((gateway) => ({
    namespace: NETWORK_NAMESPACE,
    labels: { "gateway.envoyproxy.io/owning-gateway-name": gatewayObjectName(gateway) },
  }));
}

function mapValues(
  from: Readonly<Record<string, string>>,
  map: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]));
}
