import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { isMonitored, MONITORING_NAMESPACE } from "../contracts/conventions";
import { platformRoutes } from "../network/platform-routes";
import { selects } from "./features";
import { fluentBitBundle } from "./fluent-bit";
import { gatusBundle } from "./gatus";
import { grafanaBundle } from "./grafana";
import { kubePrometheusStackBundle } from "./kube-prometheus-stack";
import { lokiBundle } from "./loki";
import { nutExporterBundle } from "./nut-exporter";
import { probesBundle } from "./probes";
import { prometheusCrdsBundle } from "./prometheus-crds";
import { alertRulesBundle } from "./rules";
import { scrapeTargetsBundle } from "./scrape-targets";
import { silenceOperatorBundle } from "./silence-operator";
import { unpollerBundle } from "./unpoller";

/** Metrics, logs and alerts: what the stack's apps select of this layer. */
export function monitoringBundles(spec: ClusterSpec): Bundle[] {
  const { ups, unifi } = spec.monitoring;
  return [
    ...(isMonitored(spec)
      ? [
          prometheusCrdsBundle(),
          kubePrometheusStackBundle(spec),
          scrapeTargetsBundle(spec),
          alertRulesBundle(spec),
          ...probes(spec),
        ]
      : []),
    ...(selects("loki")(spec) ? [lokiBundle(spec)] : []),
    ...(selects("fluent-bit")(spec) ? [fluentBitBundle(spec)] : []),
    ...(selects("grafana")(spec) ? [grafanaBundle(spec)] : []),
    ...(selects("gatus")(spec) ? [gatusBundle(spec)] : []),
    ...(ups !== undefined && selects("nut-exporter")(spec) ? [nutExporterBundle(spec, ups)] : []),
    ...(unifi !== undefined && selects("unpoller")(spec) ? [unpollerBundle(unifi)] : []),
    ...(selects("silence-operator")(spec) ? [silenceOperatorBundle(spec)] : []),
    ...routes(spec),
  ];
}

/** What exporters ask outside of the cluster. */
function probes(spec: ClusterSpec): Bundle[] {
  const bundle = probesBundle(spec);
  return bundle === undefined ? [] : [bundle];
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
