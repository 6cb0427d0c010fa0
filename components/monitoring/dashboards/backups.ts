import type { Dashboard } from "./dashboard";

/** Volumes that VolSync saves. */
export const backups: Dashboard = {
  uid: "backups",
  title: "Backups of volumes",
  folder: "Storage",
  panels: [
    {
      title: "Volumes that are saved",
      kind: "figure",
      queries: [{ expr: 'count(volsync_volume_out_of_sync{role="source"})', legend: "" }],
    },
    {
      title: "Late",
      kind: "figure",
      queries: [
        { expr: 'sum(volsync_volume_out_of_sync{role="source"}) or vector(0)', legend: "" },
      ],
      redFrom: 1,
    },
    {
      title: "Missed turns today",
      kind: "figure",
      queries: [
        {
          expr: 'sum(increase(volsync_missed_intervals_total{role="source"}[1d]))',
          legend: "",
        },
      ],
      redFrom: 1,
    },
    {
      title: "Time that a save takes",
      kind: "graph",
      queries: [
        {
          expr: 'max by (obj_namespace, obj_name) (volsync_sync_duration_seconds{role="source", quantile="0.9"})',
          legend: "{{obj_namespace}}/{{obj_name}}",
        },
      ],
      unit: "s",
    },
    {
      title: "Late volumes",
      kind: "graph",
      queries: [
        {
          expr: 'max by (obj_namespace, obj_name) (volsync_volume_out_of_sync{role="source"} == 1)',
          legend: "{{obj_namespace}}/{{obj_name}}",
        },
      ],
    },
  ],
};
