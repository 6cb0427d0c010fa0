import type { IPrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { MONITORING_NAMESPACE } from "../../contracts/conventions";
import type { KubernetesObject } from "../../contracts/object";

/** An alert: PromQL that gives a series for everything that is wrong. */
export interface Alert {
  /** Name, e.g. `CephOsdDown`. */
  readonly alert: string;
  readonly expr: string;
  /** How long it has to hold, e.g. `15m`. */
  readonly for: string;
  /** Critical wakes people; a warning can wait until the morning. */
  readonly severity: "critical" | "warning";
  /** One line for the phone; may hold Prometheus's templates, e.g. `{{ $labels.instance }}`. */
  readonly summary: string;
  /** What it means and what to do. */
  readonly description: string;
}

/** Alerts about one thing, delivered as one PrometheusRule. */
export interface AlertGroup {
  readonly name: string;
  readonly alerts: readonly Alert[];
}

/** The PrometheusRule of a group. */
export function prometheusRule({ name, alerts }: AlertGroup): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name: `hearth-${name}`, namespace: MONITORING_NAMESPACE },
    spec: {
      groups: [
        {
          name: `hearth.${name}`,
          rules: alerts.map(({ alert, expr, for: duration, severity, summary, description }) => ({
            alert,
            expr,
            for: duration,
            labels: { severity },
            annotations: { summary, description },
          })),
        },
      ],
    },
  } satisfies IPrometheusRule & KubernetesObject;
}
