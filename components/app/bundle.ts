import type { ChartApp, ImageApp, OutsideApp } from "../../spec/app/app";
import { isImageApp, isOutsideApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import type { Capability } from "../contracts/capability";
import { appDatabase } from "../database/app-database";
import { appExternalSecret } from "../secrets/app-external-secret";
import { chartBundle } from "./chart-bundle";
import { claimObjects } from "./claims";
import { configMaps } from "./config-maps";
import { cronJobs } from "./cron-jobs";
import { deviceNeeds } from "./devices";
import { disruptionBudget } from "./disruption-budget";
import { serviceMonitor } from "./monitor";
import { networkPolicy } from "./network-policy";
import { outsideBundle } from "./outside-bundle";
import { serviceAccount } from "./permissions";
import { servicePortsOf } from "./ports";
import { appRoutes } from "./routes";
import { scaler } from "./scaler";
import { namespaceOf } from "./security";
import { services } from "./service";
import { resolveText } from "./text";
import { workload } from "./workload";

/**
 * Everything that an app consists of, as plain objects.
 *
 * @throws Error naming the app and what it refers to without it being there; the spec's rules report
 * what a stack can get wrong before this is called
 */
export function appBundle(spec: ClusterSpec, app: ImageApp | ChartApp | OutsideApp): Bundle {
  if (isOutsideApp(app)) return outsideBundle(spec, app);
  return isImageApp(app) ? imageBundle(spec, app) : chartBundle(spec, app);
}

function imageBundle(spec: ClusterSpec, app: ImageApp): Bundle {
  const database = appDatabase(spec, app);
  const maps = configMaps(spec, app);
  const service = { name: app.name, namespace: app.category, ports: servicePortsOf(app) };
  return {
    layer: "app",
    component: "App",
    name: app.name,
    namespaces: [namespaceOf(app)],
    generated: database.generated,
    secrets: database.secrets,
    objects: [
      ...serviceAccount(app),
      ...appExternalSecret(spec, app, (text) => resolveText(spec, app, text)),
      ...database.objects,
      ...maps,
      ...claimObjects(spec, app),
      ...networkPolicy(spec, app),
      ...services(spec, app),
      ...workload(spec, app, maps),
      ...cronJobs(spec, app, maps),
      ...scaler(spec, app),
      ...disruptionBudget(app),
      ...serviceMonitor(spec, app),
      ...appRoutes(spec, app, service),
    ],
    needs: [...needsOf(spec, app), ...database.needs],
    provides: [`app:${app.name}`],
  };
}

/** What the pods need beyond what their objects say: other apps, and services that they call. */
function needsOf(spec: ClusterSpec, app: ImageApp): Capability[] {
  const { cache, mail, networks } = app;
  return [
    ...app.dependsOn.map((name) => `app:${name}` as const),
    ...(cache === undefined ? [] : [`cache:${cache.name}` as const]),
    ...(mail && "smtp-relay" in spec.apps ? (["app:smtp-relay"] as const) : []),
    ...(Object.keys(networks).length > 0 && "multus" in spec.apps ? (["app:multus"] as const) : []),
    ...deviceNeeds(spec, app),
  ];
}
