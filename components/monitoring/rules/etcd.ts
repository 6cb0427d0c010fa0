import type { AlertGroup } from "./rule";

/**
 * What the chart's own rules about etcd leave out: they are silent when it is not scraped at all.
 * Members, leader, latency, quota and fragmentation are theirs.
 */
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
  ],
};
