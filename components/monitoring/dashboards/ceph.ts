import type { Dashboard } from "./dashboard";

/** Ceph's health, space and speed, by what its manager tells: it is all that is scraped. */
export const ceph: Dashboard = {
  uid: "ceph",
  title: "Ceph",
  folder: "Storage",
  panels: [
    {
      title: "Health (0 well, 1 warning, 2 error)",
      kind: "figure",
      queries: [{ expr: "max(ceph_health_status)", legend: "" }],
      redFrom: 1,
    },
    {
      title: "Used",
      kind: "figure",
      queries: [
        {
          expr: "sum(ceph_cluster_total_used_raw_bytes) / sum(ceph_cluster_total_bytes)",
          legend: "",
        },
      ],
      unit: "percentunit",
      redFrom: 0.7,
    },
    {
      title: "OSDs down",
      kind: "figure",
      queries: [{ expr: "count(ceph_osd_up == 0) or vector(0)", legend: "" }],
      redFrom: 1,
    },
    {
      title: "Degraded placement groups",
      kind: "figure",
      queries: [{ expr: "sum(ceph_pg_degraded)", legend: "" }],
      redFrom: 1,
    },
    {
      title: "Throughput",
      kind: "graph",
      queries: [
        { expr: "sum(rate(ceph_pool_rd_bytes[5m]))", legend: "read" },
        { expr: "sum(rate(ceph_pool_wr_bytes[5m]))", legend: "write" },
      ],
      unit: "Bps",
    },
    {
      title: "Operations",
      kind: "graph",
      queries: [
        { expr: "sum(rate(ceph_pool_rd[5m]))", legend: "read" },
        { expr: "sum(rate(ceph_pool_wr[5m]))", legend: "write" },
      ],
      unit: "ops",
    },
    {
      title: "Latency of disks",
      kind: "graph",
      queries: [
        { expr: "ceph_osd_commit_latency_ms", legend: "{{ceph_daemon}} commit" },
        { expr: "ceph_osd_apply_latency_ms", legend: "{{ceph_daemon}} apply" },
      ],
      unit: "ms",
    },
    {
      title: "Disks, used",
      kind: "graph",
      queries: [
        {
          expr: "ceph_osd_stat_bytes_used / ceph_osd_stat_bytes",
          legend: "{{ceph_daemon}}",
        },
      ],
      unit: "percentunit",
    },
    {
      title: "Pools, stored",
      kind: "graph",
      queries: [
        {
          expr: "ceph_pool_stored * on (pool_id) group_left (name) ceph_pool_metadata",
          legend: "{{name}}",
        },
      ],
      unit: "bytes",
    },
  ],
};
