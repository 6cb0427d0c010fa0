import type { AlertGroup } from "./rule";

/** Hosts outside of the cluster. https://github.com/prometheus/blackbox_exporter */
export const devices: AlertGroup = {
  name: "devices",
  alerts: [
    {
      alert: "DeviceDown",
      expr: 'probe_success{job=~"devices|nfs"} == 0',
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.instance }} does not answer",
      description:
        "A host outside of the cluster. With KEDA, apps that mount it wait until it is back.",
    },
  ],
};
