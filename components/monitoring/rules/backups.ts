import type { AlertGroup } from "./rule";

/** Volumes that VolSync saves. https://volsync.readthedocs.io/en/stable/usage/metrics/index.html */
export const backups: AlertGroup = {
  name: "backups",
  alerts: [
    {
      alert: "VolumeBackupOutOfSync",
      expr: 'volsync_volume_out_of_sync{role="source"} == 1',
      for: "15m",
      severity: "critical",
      summary: "Backup of {{ $labels.obj_namespace }}/{{ $labels.obj_name }} is late",
      description:
        "The last scheduled save did not finish. See the ReplicationSource's status and its mover's log.",
    },
    {
      alert: "VolumeBackupMissed",
      expr: 'increase(volsync_missed_intervals_total{role="source"}[1d]) > 1',
      for: "15m",
      severity: "warning",
      summary:
        "Backup of {{ $labels.obj_namespace }}/{{ $labels.obj_name }} missed more than one turn today",
      description: "Saves take longer than their schedule allows, or fail again and again.",
    },
    {
      alert: "BackupOperatorGone",
      expr: 'absent(up{job="monitoring/volsync"} == 1)',
      for: "30m",
      severity: "critical",
      summary: "VolSync gives no metrics: backups are not watched",
      description:
        "Its pod is down or cannot be scraped, so no other alert about backups can fire.",
    },
  ],
};
