import type { AlertGroup } from "./rule";

/** What the chart's own rules about nodes and pods leave out. */
export const nodes: AlertGroup = {
  name: "nodes",
  alerts: [
    {
      alert: "NodeDown",
      expr: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
      for: "5m",
      severity: "critical",
      summary: "Node {{ $labels.node }} is not ready",
      description: "Its pods are moved after five minutes, those with local volumes stay down.",
    },
    {
      alert: "NodeHot",
      expr: "max by (instance) (node_thermal_zone_temp or node_hwmon_temp_celsius) > 85",
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.instance }} is at {{ $value | humanize }} °C",
      description: "It slows down, and switches off at about 100 °C. See its fan and dust.",
    },
    {
      alert: "NodeRebooted",
      expr: "changes(node_boot_time_seconds[1h]) > 2",
      for: "1m",
      severity: "warning",
      summary: "{{ $labels.instance }} has started more than twice in an hour",
      description: "Its power supply, memory or watchdog may be the reason: `talosctl dmesg`.",
    },
    {
      alert: "ContainerOutOfMemory",
      expr: '(kube_pod_container_status_restarts_total - kube_pod_container_status_restarts_total offset 10m >= 1) and ignoring (reason) min_over_time(kube_pod_container_status_last_terminated_reason{reason="OOMKilled"}[10m]) == 1',
      for: "1m",
      severity: "warning",
      summary:
        "{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) ran out of memory",
      description: "Raise its limit, or find out what it needs the memory for.",
    },
  ],
};
