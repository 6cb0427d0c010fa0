import type { AlertGroup } from "./rule";

/** Ceph, by the metrics of its manager. https://docs.ceph.com/en/squid/monitoring/ */
export const ceph: AlertGroup = {
  name: "ceph",
  alerts: [
    {
      alert: "CephHealthError",
      expr: "ceph_health_status == 2",
      for: "5m",
      severity: "critical",
      summary: "Ceph is in HEALTH_ERR",
      description: "Data may be unavailable. `ceph health detail` in the toolbox says why.",
    },
    {
      alert: "CephHealthWarning",
      expr: "ceph_health_status == 1",
      for: "15m",
      severity: "warning",
      summary: "Ceph is in HEALTH_WARN",
      description: "`ceph health detail` in the toolbox says why.",
    },
    {
      alert: "CephOsdDown",
      expr: "ceph_osd_up == 0",
      for: "5m",
      severity: "critical",
      summary: "{{ $labels.ceph_daemon }} is down",
      description: "Its disk or node is gone. Replicas are made again after ten minutes.",
    },
    {
      alert: "CephOsdNearFull",
      expr: "ceph_osd_stat_bytes_used / ceph_osd_stat_bytes > 0.8",
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.ceph_daemon }} is {{ $value | humanizePercentage }} full",
      description: "At 85 % Ceph warns, at 95 % it stops all writes. Add a disk or delete data.",
    },
    {
      alert: "CephNearFull",
      expr: "ceph_cluster_total_used_raw_bytes / ceph_cluster_total_bytes > 0.7",
      for: "15m",
      severity: "warning",
      summary: "Ceph is {{ $value | humanizePercentage }} full",
      description: "With one node lost, the others have to take its data as well.",
    },
    {
      alert: "CephQuorumIncomplete",
      expr: "sum(ceph_mon_quorum_status) < count(ceph_mon_metadata)",
      for: "15m",
      severity: "warning",
      summary: "A Ceph monitor is out of quorum",
      description: "One more and Ceph stops. See the pods rook-ceph-mon-*.",
    },
    {
      alert: "CephSlowOperations",
      expr: "ceph_healthcheck_slow_ops > 0",
      for: "10m",
      severity: "warning",
      summary: "{{ $value }} operations of Ceph are slow",
      description: "A disk or the network between the nodes is too slow or about to fail.",
    },
    {
      alert: "CephNotScraped",
      expr: "absent(ceph_health_status)",
      for: "15m",
      severity: "critical",
      summary: "Ceph gives no metrics",
      description:
        "The manager is down or cannot be scraped, so no other alert about Ceph can fire.",
    },
  ],
};
