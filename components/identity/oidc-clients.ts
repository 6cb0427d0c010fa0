import type { App } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { routesOf, webAddress } from "../../spec/queries";
import { digestName, type Bundle } from "../contracts/bundle";
import { oidcSecret, SECURITY_NAMESPACE } from "../contracts/conventions";
import { AUTHELIA } from "./databases";

/** What an app says of itself as OIDC client. */
type OidcSpec = NonNullable<NonNullable<App["identity"]>["oidc"]>;

/** An app that people log in to through Authelia. */
export interface OidcClient {
  readonly app: Pick<App, "name" | "category" | "description">;
  readonly oidc: OidcSpec;
  /** Where Authelia may send people back to. */
  readonly redirectUris: readonly string[];
}

/** Secret beside Authelia with the digest of each client's secret, by app. */
export const CLIENT_DIGESTS = "authelia-oidc-clients";

/** Length of a client's secret in characters; bcrypt takes no more than 72. */
const LENGTH = 64;

/** A client of the implicit flow runs in the browser, where nothing is secret. */
const hasSecret = ({ flow }: OidcSpec): boolean => flow === "code";

const valueName = (app: string): string => `${app}-oidc-client-secret`;

/** The OIDC clients of a stack, in the order of its apps. */
export function oidcClientsOf(spec: Pick<ClusterSpec, "apps" | "domain">): OidcClient[] {
  return Object.values(spec.apps).flatMap((app) => {
    const oidc = app.identity?.oidc;
    return oidc === undefined ? [] : [{ app, oidc, redirectUris: redirectUris(spec, app, oidc) }];
  });
}

/** Redirect paths under each host of the app; what is no path, such as a phone app's scheme, as it is. */
function redirectUris(
  spec: Pick<ClusterSpec, "apps" | "domain">,
  app: App,
  { redirects }: OidcSpec,
): string[] {
  const hosts = routesOf({ ...spec, apps: { [app.name]: app } }).flatMap(({ route, host }) =>
    route.protocol === "HTTP" && host !== undefined ? [host] : [],
  );
  return redirects.flatMap((redirect) =>
    redirect.startsWith("/")
      ? [...new Set(hosts)].map((host) => `https://${host}${redirect}`)
      : [redirect],
  );
}

/** Where Authelia is: the issuer of its tokens. */
export function issuerOf(spec: ClusterSpec): string {
  const issuer = webAddress(spec, AUTHELIA);
  if (issuer === undefined) throw new Error(`${AUTHELIA} has no HTTP route, which logins need`);
  return issuer;
}

/**
 * The secrets of the OIDC clients, made once and kept: for each app its own, in its namespace, and
 * for Authelia a digest of each, so that it never holds what it checks.
 */
export function oidcClientsBundle(spec: ClusterSpec): Bundle | undefined {
  const clients = oidcClientsOf(spec);
  if (clients.length === 0) return undefined;
  const issuer = issuerOf(spec);
  const secret = clients.filter(({ oidc }) => hasSecret(oidc));
  const namespaces = new Set([SECURITY_NAMESPACE, ...clients.map(({ app }) => app.category)]);
  return {
    layer: "identity",
    component: "OidcClients",
    name: "oidc-clients",
    namespaces: [...namespaces].map((name) => ({ name })),
    generated: Object.fromEntries(secret.map(({ app }) => [valueName(app.name), LENGTH])),
    secrets: [
      {
        name: CLIENT_DIGESTS,
        namespace: SECURITY_NAMESPACE,
        values: Object.fromEntries(
          secret.map(({ app }) => [app.name, `{{${digestName(valueName(app.name))}}}`]),
        ),
      },
      ...clients.map(({ app, oidc }) => ({
        name: oidcSecret(app.name),
        namespace: app.category,
        values: {
          issuer,
          "client-id": app.name,
          ...(hasSecret(oidc) ? { "client-secret": `{{${valueName(app.name)}}}` } : {}),
        },
      })),
    ],
  };
}
