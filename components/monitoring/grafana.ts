import type { ClusterSpec } from "../../spec/cluster";
import { webAddress } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { appSecret, MONITORING_NAMESPACE, oidcSecret } from "../contracts/conventions";
import { appExternalSecret } from "../secrets/app-external-secret";
import { dashboardObjects } from "./dashboards";
import { dataSources } from "./data-sources";

const NAME = "grafana";

/**
 * Grafana without a volume: data sources and dashboards are provisioned, so it has nothing to lose.
 * Dashboards are ConfigMaps with the label `grafana_dashboard`, in any namespace; nothing is
 * downloaded, so that it starts without the internet too.
 * https://github.com/grafana/helm-charts/tree/main/charts/grafana
 */
export function grafanaBundle(spec: ClusterSpec): Bundle {
  const app = spec.apps[NAME];
  if (app === undefined) throw new TypeError("a stack without Grafana");
  const login = spec.identity !== undefined;
  return {
    layer: "monitoring",
    component: "Grafana",
    name: NAME,
    namespaces: [{ name: MONITORING_NAMESPACE }],
    charts: [
      {
        name: NAME,
        chart: "grafana",
        namespace: MONITORING_NAMESPACE,
        values: {
          testFramework: { enabled: false },
          admin: { existingSecret: appSecret(NAME) },
          // Data sources are written once; only dashboards are looked for.
          datasources: { "datasources.yaml": { apiVersion: 1, datasources: dataSources(spec) } },
          sidecar: {
            dashboards: {
              enabled: true,
              searchNamespace: "ALL",
              folderAnnotation: "grafana_folder",
              provider: { foldersFromFilesStructure: true },
            },
            resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "192Mi" } },
          },
          ...(login ? { envValueFrom: loginEnvironment() } : {}),
          "grafana.ini": settings(spec),
          resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } },
        },
        needs: [
          `secret:${MONITORING_NAMESPACE}/${appSecret(NAME)}`,
          ...(login ? [`secret:${MONITORING_NAMESPACE}/${oidcSecret(NAME)}` as const] : []),
        ],
        brings: {
          workloads: [{ kind: "Deployment", name: NAME, replicas: 1 }],
          services: [{ name: NAME, ports: [{ name: "service", port: 80 }] }],
        },
      },
    ],
    objects: [...appExternalSecret(spec, app), ...dashboardObjects(spec)],
    provides: [`app:${NAME}`],
  };
}

/** https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
function settings(spec: ClusterSpec) {
  const url = webAddress(spec, NAME);
  return {
    ...(url === undefined ? {} : { server: { root_url: url } }),
    analytics: {
      check_for_updates: false,
      reporting_enabled: false,
      feedback_links_enabled: false,
    },
    news: { news_feed_enabled: false },
    users: { default_theme: "system" },
    ...(spec.identity === undefined ? {} : loginSettings(spec.identity)),
  };
}

/**
 * Login by Authelia; the administrator's password stays for the day on which that is down.
 * https://www.authelia.com/integration/openid-connect/clients/grafana/
 */
function loginSettings({ adminGroup, userGroup }: NonNullable<ClusterSpec["identity"]>) {
  return {
    "auth.generic_oauth": {
      enabled: true,
      name: "Authelia",
      scopes: "openid profile email groups",
      empty_scopes: false,
      auth_url: "$__env{OIDC_ISSUER}/api/oidc/authorization",
      token_url: "$__env{OIDC_ISSUER}/api/oidc/token",
      api_url: "$__env{OIDC_ISSUER}/api/oidc/userinfo",
      login_attribute_path: "preferred_username",
      name_attribute_path: "name",
      groups_attribute_path: "groups",
      use_pkce: true,
      role_attribute_path: `contains(groups[*], '${adminGroup}') && 'Admin' || contains(groups[*], '${userGroup}') && 'Viewer'`,
      // Who is in neither group does not get in.
      role_attribute_strict: true,
    },
  };
}

function loginEnvironment() {
  const from = (key: string) => ({ secretKeyRef: { name: oidcSecret(NAME), key } });
  return {
    OIDC_ISSUER: from("issuer"),
    GF_AUTH_GENERIC_OAUTH_CLIENT_ID: from("client-id"),
    GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: from("client-secret"),
  };
}
