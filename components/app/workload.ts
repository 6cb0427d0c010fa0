import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { appSelector } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { configHash } from "./config-maps";
import { workloadExceptions } from "./exceptions";
import { appMeta } from "./labels";
import { podTemplate } from "./pod";
import { isScaled } from "./scaler";
import { isExclusive } from "./volumes";

/** Reloader restarts the app when a Secret that it uses changes; ConfigMaps are in the pod's hash. */
const RELOAD = { "secret.reloader.stakater.com/auto": "true" };

/** The Deployment, StatefulSet or DaemonSet of an app; none for an app that is only jobs. */
export function workload(
  spec: ClusterSpec,
  app: ImageApp,
  maps: readonly KubernetesObject[],
): KubernetesObject[] {
  if (app.kind === "CronJob") return [];
  const common = {
    selector: { matchLabels: appSelector(app.name) },
    template: podTemplate(spec, app, configHash(maps)),
  };
  return [
    {
      apiVersion: "apps/v1",
      kind: app.kind,
      metadata: { ...appMeta(app), annotations: { ...RELOAD, ...workloadExceptions(app) } },
      spec: { ...kindFields(spec, app), ...common },
    },
  ];
}

function kindFields(spec: ClusterSpec, app: ImageApp): Record<string, unknown> {
  // Where KEDA counts the pods, every `up` would set the number back.
  const replicas = isScaled(spec, app) ? {} : { replicas: app.replicas };
  // Old ReplicaSets are of no use: the program is what a version is gone back to with.
  const revisionHistoryLimit = 2;
  switch (app.kind) {
    case "Deployment":
      return { ...replicas, revisionHistoryLimit, strategy: strategyOf(app) };
    case "StatefulSet":
      return { ...replicas, revisionHistoryLimit, serviceName: app.name };
    case "DaemonSet":
    case "CronJob":
      return { revisionHistoryLimit };
  }
}

/**
 * Two pods cannot share a ReadWriteOnce volume across nodes, a USB device, or a port or address of a
 * network, so the old one goes first.
 */
function strategyOf(app: ImageApp) {
  const exclusive =
    Object.values(app.volumes).some(isExclusive) ||
    app.devices?.usb !== undefined ||
    app.exceptions.hostNetwork !== undefined ||
    Object.keys(app.networks).length > 0;
  return exclusive
    ? { type: "Recreate" }
    : { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
}
