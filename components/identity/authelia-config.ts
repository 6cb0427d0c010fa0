import type { ClusterSpec } from "../../spec/cluster";
import { baseDn } from "../app/text";
import { MAIL_HOST, MAIL_PORT, SECURITY_NAMESPACE, postgresHost } from "../contracts/conventions";
import { databaseName, POSTGRES_PORT } from "../database/app-database";
import { AUTHELIA, databaseClusterOf, LLDAP } from "./databases";
import { guardedRoutesOf, type GuardedRoute } from "./guarded-routes";
import { LDAP_PORT } from "./lldap";
import { BIND_USER } from "./lldap-people";
import { issuerOf, oidcClientsOf, type OidcClient } from "./oidc-clients";

/** Port of Authelia's web page and API. */
export const AUTHELIA_PORT = 9091;
/** Port of Authelia's metrics. */
export const AUTHELIA_METRICS_PORT = 9959;

/** Name of the endpoint that Envoy asks; the path is below it. */
const FORWARD_AUTH = "ext-authz";
/** Path at which Envoy asks whether a request may pass; Envoy appends that of the request. */
export const FORWARD_AUTH_PATH = `/api/authz/${FORWARD_AUTH}/`;

/** Folder of the secrets of the clients, one file each. */
export const CLIENTS_PATH = "/secrets/clients";
/** Folder of the key that signs the tokens. */
export const SIGNING_KEY_PATH = "/secrets/signing-key";
/** Folder of the SQLite database where there is no PostgreSQL. */
export const DATA_PATH = "/data";

/** Claims policy that all clients have. */
const CLAIMS = "apps";

/** What Authelia's configuration is made from. */
type Section = Readonly<Record<string, unknown>>;

/**
 * Authelia's configuration. Secrets are not in it: they come as files, by variables that end with
 * `_FILE` or by Authelia's own template function `secret`.
 * https://www.authelia.com/configuration/prologue/introduction/
 */
export function autheliaConfig(spec: ClusterSpec): Section {
  const clients = oidcClientsOf(spec);
  return {
    theme: "auto",
    server: server(),
    log: { level: "info", format: "json" },
    telemetry: {
      metrics: { enabled: true, address: `tcp://:${String(AUTHELIA_METRICS_PORT)}/metrics` },
    },
    totp: { issuer: spec.domain },
    webauthn: { display_name: spec.domain },
    // Talos keeps the nodes' clocks; a pod need not reach a time server to start.
    ntp: { disable_startup_check: true },
    authentication_backend: { ldap: ldap(spec) },
    access_control: accessControl(guardedRoutesOf(spec)),
    session: {
      cookies: [{ name: "authelia_session", domain: spec.domain, authelia_url: issuerOf(spec) }],
    },
    storage: storage(spec),
    notifier: notifier(spec),
    ...(clients.length === 0 ? {} : { identity_providers: { oidc: provider(clients) } }),
  };
}

function server(): Section {
  return {
    address: `tcp://:${String(AUTHELIA_PORT)}/`,
    // The file that the image's own health check reads is on the read-only root.
    disable_healthcheck: true,
    endpoints: {
      authz: {
        [FORWARD_AUTH]: {
          implementation: "ExtAuthz",
          // The cookie alone: credentials in headers are the app's own.
          authn_strategies: [{ name: "CookieSession" }],
        },
      },
    },
  };
}

/** https://www.authelia.com/integration/ldap/lldap/ */
function ldap({ domain }: ClusterSpec): Section {
  const base = baseDn(domain);
  return {
    implementation: "lldap",
    address: `ldap://${LLDAP}.${SECURITY_NAMESPACE}.svc.cluster.local:${String(LDAP_PORT)}`,
    base_dn: base,
    user: `uid=${BIND_USER},ou=people,${base}`,
  };
}

/**
 * Nobody enters where no rule says so. Without any rule Authelia refuses `deny`, as a mistake; then
 * nothing asks for it either.
 */
function accessControl(routes: readonly GuardedRoute[]): Section {
  if (routes.length === 0) return { default_policy: "two_factor" };
  return { default_policy: "deny", rules: routes.map(rule) };
}

function rule({ host, route, groups }: GuardedRoute): Section {
  return {
    domain: [host],
    ...(route.path === "/" ? {} : { resources: [pathPattern(route.path)] }),
    // A list of lists: any of the groups, of which each is a condition of its own.
    ...(groups === undefined ? {} : { subject: groups.map((group) => [`group:${group}`]) }),
    policy: "one_factor",
  };
}

/** A path prefix as gateways understand it: the path itself and everything below it. */
function pathPattern(path: string): string {
  const prefix = path.replace(/\/$/, "").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return `^${prefix}([/?].*)?$`;
}

function storage(spec: ClusterSpec): Section {
  const cluster = databaseClusterOf(spec, AUTHELIA);
  if (cluster === undefined) return { local: { path: `${DATA_PATH}/db.sqlite3` } };
  const name = databaseName({ name: AUTHELIA });
  return {
    postgres: {
      address: `tcp://${postgresHost(cluster)}:${String(POSTGRES_PORT)}`,
      database: name,
      username: name,
    },
  };
}

/** Mail through the relay, or a file that an administrator reads in the pod. */
function notifier({ mail }: ClusterSpec): Section {
  if (mail === undefined) return { filesystem: { filename: "/tmp/notification.txt" } };
  return {
    smtp: {
      address: `smtp://${MAIL_HOST}:${String(MAIL_PORT)}`,
      sender: mail.from,
      // The way to the relay stays in the cluster, which has no certificate for it.
      disable_require_tls: true,
    },
  };
}

/** Beside the signing key, which is in a file of its own: {@link signingKeyConfig}. */
function provider(clients: readonly OidcClient[]): Section {
  return {
    // Many apps look for these in the ID token alone and never ask for them.
    // https://www.authelia.com/integration/openid-connect/openid-connect-1.0-claims/#restore-functionality-prior-to-claims-parameter
    claims_policies: {
      [CLAIMS]: {
        id_token: ["email", "email_verified", "groups", "name", "preferred_username"],
      },
    },
    clients: clients.map(client),
  };
}

function client({ app, oidc, redirectUris }: OidcClient): Section {
  return {
    client_id: app.name,
    client_name: app.description,
    authorization_policy: oidc.policy,
    claims_policy: CLAIMS,
    // Asking people whether their own apps may know their names teaches them to click.
    consent_mode: "implicit",
    redirect_uris: [...redirectUris],
    scopes: [...oidc.scopes],
    ...(oidc.flow === "code" ? codeFlow(app.name, oidc) : IMPLICIT_FLOW),
  };
}

function codeFlow(app: string, { scopes, tokenAuth }: OidcClient["oidc"]): Section {
  return {
    client_secret: `{{ secret "${CLIENTS_PATH}/${app}" }}`,
    response_types: ["code"],
    grant_types: [
      "authorization_code",
      ...(scopes.includes("offline_access") ? ["refresh_token"] : []),
    ],
    token_endpoint_auth_method: tokenAuth,
  };
}

const IMPLICIT_FLOW: Section = {
  public: true,
  response_types: ["id_token"],
  grant_types: ["implicit"],
};

/**
 * The signing key as a configuration file of its own: the template puts a text of many lines into
 * the YAML, which cannot be written as data.
 * https://www.authelia.com/configuration/methods/secrets/
 */
export function signingKeyConfig(): string {
  return [
    "identity_providers:",
    "  oidc:",
    "    jwks:",
    "      - key_id: main",
    "        algorithm: RS256",
    "        use: sig",
    `        key: {{ secret "${SIGNING_KEY_PATH}/tls.key" | mindent 10 "|" | msquote }}`,
    "",
  ].join("\n");
}
