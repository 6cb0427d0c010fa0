import type { ChartApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { ChartName } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { appSecret } from "../contracts/conventions";
import { appExternalSecret } from "../secrets/app-external-secret";
import { appRoutes } from "./routes";
import { resolveTexts } from "./text";

/** An app that is a chart: the release, its secrets and the routes to its Service. */
export function chartBundle(spec: ClusterSpec, app: ChartApp): Bundle {
  const secrets = appExternalSecret(spec, app);
  const { service, podSecurity } = app;
  const routes =
    service === undefined
      ? []
      : appRoutes(spec, app, {
          name: service.name,
          namespace: app.category,
          ports: [{ name: "http", port: service.port }],
        });
  return {
    layer: "app",
    component: "App",
    name: app.name,
    namespaces: [
      podSecurity === undefined
        ? { name: app.category }
        : { name: app.category, podSecurity: podSecurity.level, reason: podSecurity.reason },
    ],
    charts: [
      {
        name: app.name,
        // Catalogue entries are held to pinned charts by type.
        chart: app.chart as ChartName,
        namespace: app.category,
        values: resolveTexts(spec, app, app.values),
        brings: {
          crds: app.brings.crds,
          workloads: app.brings.workloads.map(({ kind, name, replicas }) => ({
            kind,
            name,
            ...(replicas === undefined ? {} : { replicas }),
          })),
          ...(service === undefined
            ? {}
            : {
                services: [{ name: service.name, ports: [{ name: "http", port: service.port }] }],
              }),
        },
        ...(secrets.length === 0
          ? {}
          : { needs: [`secret:${app.category}/${appSecret(app.name)}` as const] }),
      },
    ],
    objects: [...secrets, ...routes],
    needs: app.dependsOn.map((name) => `app:${name}` as const),
    provides: [`app:${app.name}`],
  };
}
