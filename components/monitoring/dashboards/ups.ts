import type { Dashboard } from "./dashboard";

/** The UPS, by NUT. */
export const ups: Dashboard = {
  uid: "ups",
  title: "UPS",
  folder: "Hardware",
  panels: [
    {
      title: "On battery",
      kind: "figure",
      queries: [{ expr: 'max(network_ups_tools_ups_status{flag="OB"})', legend: "" }],
      redFrom: 1,
    },
    {
      title: "Charge",
      kind: "figure",
      queries: [{ expr: "min(network_ups_tools_battery_charge)", legend: "" }],
      unit: "percent",
    },
    {
      title: "Time left",
      kind: "figure",
      queries: [{ expr: "min(network_ups_tools_battery_runtime)", legend: "" }],
      unit: "s",
    },
    {
      title: "Load",
      kind: "figure",
      queries: [{ expr: "max(network_ups_tools_ups_load)", legend: "" }],
      unit: "percent",
      redFrom: 90,
    },
    {
      title: "Load and charge",
      kind: "graph",
      queries: [
        { expr: "network_ups_tools_ups_load", legend: "load" },
        { expr: "network_ups_tools_battery_charge", legend: "charge" },
      ],
      unit: "percent",
    },
    {
      title: "Mains",
      kind: "graph",
      queries: [{ expr: "network_ups_tools_input_voltage", legend: "input" }],
      unit: "volt",
    },
  ],
};
