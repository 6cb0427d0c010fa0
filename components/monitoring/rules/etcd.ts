import type { AlertGroup } from "./rule";

/** What the chart's own rules about etcd leave out. https://etcd.io/docs/v3.6/op-guide/monitoring/ */
export const etcd: AlertGroup = {
  name: "etcd",
  alerts: [
    {
      alert: "EtcdNotScraped",
      expr: 'absent(up{job="kube-etcd"} == 1)',
      for: "15m",
      severity: "critical",
      summary: "etcd gives no metrics",
      description:
        "No control plane answers on port 2381, so no other alert about etcd can fire. Its machine config has to set listen-metrics-urls.",
    },
    {
      alert: "EtcdFragmented",
      expr: "(etcd_mvcc_db_total_size_in_bytes - etcd_mvcc_db_total_size_in_use_in_bytes) / etcd_mvcc_db_total_size_in_bytes > 0.6 and etcd_mvcc_db_total_size_in_bytes > 256 * 1024 * 1024",
      for: "1h",
      severity: "warning",
      summary:
        "{{ $value | humanizePercentage }} of etcd on {{ $labels.instance }} is unused space",
      description: "Defragment one member after the other: `talosctl etcd defrag`.",
    },
    {
      alert: "EtcdLeaderChanges",
      expr: 'increase(etcd_server_leader_changes_seen_total{job="kube-etcd"}[1h]) > 5',
      for: "5m",
      severity: "warning",
      summary:
        "etcd on {{ $labels.instance }} saw {{ $value | humanize }} changes of leader in an hour",
      description: "A disk or the network of the control planes is too slow.",
    },
  ],
};
