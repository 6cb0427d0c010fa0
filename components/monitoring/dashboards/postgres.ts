import type { Dashboard } from "./dashboard";

/** PostgreSQL clusters. */
export const postgres: Dashboard = {
  uid: "postgres",
  title: "PostgreSQL",
  folder: "Databases",
  panels: [
    {
      title: "Instances down",
      kind: "figure",
      queries: [{ expr: "count(cnpg_collector_up == 0) or vector(0)", legend: "" }],
      redFrom: 1,
    },
    {
      title: "Largest replication lag",
      kind: "figure",
      queries: [{ expr: "max(cnpg_pg_replication_lag)", legend: "" }],
      unit: "s",
      redFrom: 300,
    },
    {
      title: "Age of the oldest base backup",
      kind: "figure",
      queries: [
        {
          expr: "max(time() - (barman_cloud_cloudnative_pg_io_last_available_backup_timestamp > 0))",
          legend: "",
        },
      ],
      unit: "s",
      redFrom: 691200,
    },
    {
      title: "Databases",
      kind: "figure",
      queries: [{ expr: "sum(cnpg_pg_database_size_bytes)", legend: "" }],
      unit: "bytes",
    },
    {
      title: "Connections",
      kind: "graph",
      queries: [{ expr: "sum by (pod) (cnpg_backends_total)", legend: "{{pod}}" }],
    },
    {
      title: "Transactions",
      kind: "graph",
      queries: [
        {
          expr: "sum by (datname) (rate(cnpg_pg_stat_database_xact_commit[5m]) + rate(cnpg_pg_stat_database_xact_rollback[5m]))",
          legend: "{{datname}}",
        },
      ],
      unit: "ops",
    },
    {
      title: "Size",
      kind: "graph",
      queries: [{ expr: "max by (datname) (cnpg_pg_database_size_bytes)", legend: "{{datname}}" }],
      unit: "bytes",
    },
    {
      title: "Replication lag",
      kind: "graph",
      queries: [{ expr: "cnpg_pg_replication_lag", legend: "{{pod}}" }],
      unit: "s",
    },
  ],
};
