import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { appSelector, isMonitored } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { appMeta } from "./labels";
import { servicePortsOf } from "./ports";

/** The ServiceMonitor of an app with metrics, where the stack has Prometheus. */
export function serviceMonitor(spec: ClusterSpec, app: ImageApp): KubernetesObject[] {
  const { metrics } = app;
  if (metrics === undefined || !isMonitored(spec)) return [];
  if (!servicePortsOf(app).some(({ name }) => name === metrics.port)) {
    throw new Error(`${app.name}: metrics.port is ${metrics.port}, which no container has`);
  }
  return [
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: appMeta(app),
      spec: {
        selector: { matchLabels: appSelector(app.name) },
        endpoints: [{ port: metrics.port, path: metrics.path, interval: metrics.interval }],
      },
    } satisfies IServiceMonitor & KubernetesObject,
  ];
}
