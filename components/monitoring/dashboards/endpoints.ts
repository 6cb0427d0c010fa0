import type { Dashboard } from "./dashboard";

/** What people see of the apps, as Gatus sees it. */
export const endpoints: Dashboard = {
  uid: "endpoints",
  title: "Endpoints",
  folder: "Network",
  panels: [
    {
      title: "Down",
      kind: "figure",
      queries: [{ expr: "count(gatus_results_endpoint_success == 0) or vector(0)", legend: "" }],
      redFrom: 1,
    },
    {
      title: "Watched",
      kind: "figure",
      queries: [{ expr: "count(gatus_results_endpoint_success)", legend: "" }],
    },
    {
      title: "Next certificate to expire",
      kind: "figure",
      queries: [{ expr: "min(gatus_results_certificate_expiration_seconds > 0)", legend: "" }],
      unit: "s",
    },
    {
      title: "Time to answer",
      kind: "graph",
      queries: [{ expr: "gatus_results_duration_seconds", legend: "{{group}} {{name}}" }],
      unit: "s",
    },
    {
      title: "Down by endpoint",
      kind: "graph",
      queries: [{ expr: "gatus_results_endpoint_success == 0", legend: "{{group}} {{name}}" }],
    },
  ],
};
