import type { Bundle } from "../contracts/bundle";
import type { CrdRef } from "../contracts/chart";
import { MONITORING_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";

/** Every definition of the Prometheus operator, by version. */
const CRDS: readonly CrdRef[] = [
  ...crdRefs("monitoring.coreos.com/v1", "Namespaced", {
    Alertmanager: "alertmanagers",
    PodMonitor: "podmonitors",
    Probe: "probes",
    Prometheus: "prometheuses",
    PrometheusRule: "prometheusrules",
    ServiceMonitor: "servicemonitors",
    ThanosRuler: "thanosrulers",
  }),
  ...crdRefs("monitoring.coreos.com/v1alpha1", "Namespaced", {
    AlertmanagerConfig: "alertmanagerconfigs",
    PrometheusAgent: "prometheusagents",
    ScrapeConfig: "scrapeconfigs",
  }),
];

/**
 * The definitions of the Prometheus operator, apart from Prometheus: monitors and rules belong to
 * many components, and none of them has to wait until Prometheus runs. It has no pods, so it does
 * not wait for nodes either.
 */
export function prometheusCrdsBundle(): Bundle {
  return {
    layer: "monitoring",
    component: "PrometheusCrds",
    name: "prometheus-crds",
    namespaces: [{ name: MONITORING_NAMESPACE }],
    charts: [
      {
        name: "prometheus-operator-crds",
        chart: "prometheus-operator-crds",
        namespace: MONITORING_NAMESPACE,
        values: {},
        needsNodes: false,
        brings: { crds: CRDS },
      },
    ],
  };
}
