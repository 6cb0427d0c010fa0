import type { Dashboard } from "./dashboard";

/** Requests on their way through the Envoy gateways. */
export const gateways: Dashboard = {
  uid: "gateways",
  title: "Gateways",
  folder: "Network",
  panels: [
    {
      title: "Requests",
      kind: "figure",
      queries: [{ expr: "sum(rate(envoy_http_downstream_rq_total[5m]))", legend: "" }],
      unit: "reqps",
    },
    {
      title: "Failing requests",
      kind: "figure",
      queries: [
        {
          expr: 'sum(rate(envoy_http_downstream_rq_xx{envoy_response_code_class="5"}[5m])) / sum(rate(envoy_http_downstream_rq_total[5m]))',
          legend: "",
        },
      ],
      unit: "percentunit",
      redFrom: 0.05,
    },
    {
      title: "Open connections",
      kind: "figure",
      queries: [{ expr: "sum(envoy_http_downstream_cx_active)", legend: "" }],
    },
    {
      title: "Unhealthy backends",
      kind: "figure",
      queries: [
        {
          expr: "sum(envoy_cluster_membership_total - envoy_cluster_membership_healthy)",
          legend: "",
        },
      ],
      redFrom: 1,
    },
    {
      title: "Responses by class",
      kind: "graph",
      queries: [
        {
          expr: "sum by (envoy_response_code_class) (rate(envoy_http_downstream_rq_xx[5m]))",
          legend: "{{envoy_response_code_class}}xx",
        },
      ],
      unit: "reqps",
    },
    {
      title: "Requests by app",
      kind: "graph",
      queries: [
        {
          expr: "topk(10, sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_total[5m])))",
          legend: "{{envoy_cluster_name}}",
        },
      ],
      unit: "reqps",
    },
    {
      title: "Time of nine in ten requests",
      kind: "graph",
      queries: [
        {
          expr: "histogram_quantile(0.9, sum by (le, pod) (rate(envoy_http_downstream_rq_time_bucket[5m])))",
          legend: "{{pod}}",
        },
      ],
      unit: "ms",
    },
    {
      title: "Traffic",
      kind: "graph",
      queries: [
        { expr: "sum(rate(envoy_http_downstream_cx_rx_bytes_total[5m]))", legend: "received" },
        { expr: "sum(rate(envoy_http_downstream_cx_tx_bytes_total[5m]))", legend: "sent" },
      ],
      unit: "Bps",
    },
  ],
};
