import type { AlertGroup } from "./rule";

/** The way of every request: Cilium and the gateways. */
export const network: AlertGroup = {
  name: "network",
  alerts: [
    {
      alert: "CiliumNodesUnreachable",
      expr: "cilium_unreachable_nodes > 0",
      for: "15m",
      severity: "warning",
      summary: "Cilium on {{ $labels.pod }} does not reach {{ $value }} nodes",
      description: "Pods there cannot talk to pods here. See `cilium-health status` in that pod.",
    },
    {
      alert: "GatewayErrors",
      expr: 'sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_xx{envoy_response_code_class="5"}[10m])) / sum by (envoy_cluster_name) (rate(envoy_cluster_upstream_rq_total[10m])) > 0.1',
      for: "15m",
      severity: "warning",
      summary:
        "{{ $value | humanizePercentage }} of requests to {{ $labels.envoy_cluster_name }} fail",
      description: "The app behind the route answers with 5xx or not at all.",
    },
  ],
};

/** The tunnel. https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/monitor-tunnels/metrics/ */
export const tunnel: AlertGroup = {
  name: "tunnel",
  alerts: [
    {
      alert: "TunnelDown",
      expr: "sum(cloudflared_tunnel_ha_connections) < 1 or absent(cloudflared_tunnel_ha_connections)",
      for: "10m",
      severity: "critical",
      summary: "The tunnel to Cloudflare is down",
      description: "Nothing public is reachable from outside. See the log of cloudflared.",
    },
  ],
};

/** DNS records of routes. https://kubernetes-sigs.github.io/external-dns/latest/docs/monitoring/metrics/ */
export const dns: AlertGroup = {
  name: "dns",
  alerts: [
    {
      alert: "DnsOutOfSync",
      expr: "time() - external_dns_controller_last_sync_timestamp_seconds > 3600",
      for: "15m",
      severity: "warning",
      summary: "{{ $labels.pod }} has not written DNS records for {{ $value | humanizeDuration }}",
      description: "New or moved hosts are not found. See the log of that pod.",
    },
  ],
};
