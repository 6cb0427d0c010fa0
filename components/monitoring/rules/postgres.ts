import type { AlertGroup } from "./rule";

/** PostgreSQL clusters. https://cloudnative-pg.io/documentation/1.28/monitoring/ */
export const postgres: AlertGroup = {
  name: "postgres",
  alerts: [
    {
      alert: "PostgresDown",
      expr: "cnpg_collector_up == 0",
      for: "5m",
      severity: "critical",
      summary: "PostgreSQL {{ $labels.cluster }} on {{ $labels.pod }} is down",
      description: "See the pod's log and `kubectl cnpg status`.",
    },
    {
      alert: "PostgresReplicationLag",
      expr: "cnpg_pg_replication_lag > 300",
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.pod }} is {{ $value | humanizeDuration }} behind its primary",
      description: "A failover now would lose that much, or wait for it.",
    },
    {
      alert: "PostgresConnections",
      expr: 'sum by (namespace, pod) (cnpg_backends_total) / max by (namespace, pod) (cnpg_pg_settings_setting{name="max_connections"}) > 0.9',
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.pod }} has {{ $value | humanizePercentage }} of its connections in use",
      description:
        "New connections will be refused. Raise max_connections, or find the app that leaks.",
    },
    {
      alert: "PostgresTransactionIds",
      expr: "cnpg_pg_database_xid_age > 300000000",
      for: "1h",
      severity: "warning",
      summary: "{{ $labels.datname }} on {{ $labels.pod }} is not vacuumed",
      description: "Transaction ids run out at two thousand million; then the database stops.",
    },
  ],
};

/** What brings a cluster back. https://cloudnative-pg.io/plugin-barman-cloud/docs/observability */
export const postgresBackups: AlertGroup = {
  name: "postgres-backups",
  alerts: [
    {
      alert: "PostgresArchivingFails",
      expr: "cnpg_pg_stat_archiver_last_failed_time > cnpg_pg_stat_archiver_last_archived_time",
      for: "15m",
      severity: "critical",
      summary: "{{ $labels.pod }} cannot archive its write-ahead log",
      description:
        "Changes since then are in no backup, and the log fills the volume. See the backup target and its keys.",
    },
    {
      alert: "PostgresBackupOld",
      expr: "time() - barman_cloud_cloudnative_pg_io_last_available_backup_timestamp > 8 * 86400 and barman_cloud_cloudnative_pg_io_last_available_backup_timestamp > 0",
      for: "1h",
      severity: "critical",
      summary: "The last base backup of {{ $labels.pod }} is {{ $value | humanizeDuration }} old",
      description: "See the ScheduledBackup and Backup objects.",
    },
    {
      alert: "PostgresBackupFailed",
      expr: "barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp > barman_cloud_cloudnative_pg_io_last_available_backup_timestamp",
      for: "15m",
      severity: "warning",
      summary: "The last base backup of {{ $labels.pod }} failed",
      description: "See the newest Backup object.",
    },
  ],
};
