import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { isMonitored, MONITORING_NAMESPACE } from "../contracts/conventions";
import { platformRoutes } from "../network/platform-routes";
import { kubePrometheusStackBundle } from "./kube-prometheus-stack";
import { prometheusCrdsBundle } from "./prometheus-crds";

/** Metrics, logs and alerts: what the stack's apps select of this layer. */
export function monitoringBundles(spec: ClusterSpec): Bundle[] {
  return [
    ...(isMonitored(spec) ? [prometheusCrdsBundle(), kubePrometheusStackBundle(spec)] : []),
    ...routes(spec),
  ];
}

/** The routes of this layer's apps; none where the stack selects none with a route. */
function routes(spec: ClusterSpec): Bundle[] {
  const objects = platformRoutes(spec, "monitoring");
  if (objects.length === 0) return [];
  return [
    {
      layer: "monitoring",
      component: "MonitoringRoutes",
      name: "monitoring-routes",
      namespaces: [{ name: MONITORING_NAMESPACE }],
      objects,
    },
  ];
}
