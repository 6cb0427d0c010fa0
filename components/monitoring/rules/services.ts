import type { AlertGroup } from "./rule";

/** Secrets that apps start with. https://external-secrets.io/latest/api/metrics/ */
export const secrets: AlertGroup = {
  name: "secrets",
  alerts: [
    {
      alert: "SecretNotSynced",
      expr: 'max by (exported_namespace, name) (externalsecret_status_condition{condition="Ready",status="False"} == 1)',
      for: "30m",
      severity: "warning",
      summary: "Secret {{ $labels.exported_namespace }}/{{ $labels.name }} is not synced",
      description:
        "The store lacks the item, or cannot be reached. See the ExternalSecret's status.",
    },
  ],
};

/** What people see, as Gatus sees it. https://github.com/TwiN/gatus#metrics */
export const endpoints: AlertGroup = {
  name: "endpoints",
  alerts: [
    {
      alert: "EndpointDown",
      expr: "min by (group, name) (gatus_results_endpoint_success) == 0",
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.name }} ({{ $labels.group }}) does not answer",
      description: "See its pod, its route and its DNS record; Gatus's page shows what it got.",
    },
  ],
};

/** Logs on their way. https://docs.fluentbit.io/manual/administration/monitoring */
export const logs: AlertGroup = {
  name: "logs",
  alerts: [
    {
      alert: "LogsLost",
      expr: "sum by (pod) (increase(fluentbit_output_dropped_records_total[30m])) > 0",
      for: "5m",
      severity: "warning",
      summary: "{{ $labels.pod }} has lost log lines",
      description: "Loki did not take them in time. See its pod and volume.",
    },
  ],
};
