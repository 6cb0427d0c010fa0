import type { IServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";
import type { ClusterSpec } from "../../spec/cluster";
import { CEPH_NAMESPACE, isMonitored } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

/**
 * Scrapes the Ceph manager. Rook could make the monitor too, but then the Ceph cluster would have to
 * wait for Prometheus, which stores its data on it.
 */
export function cephMonitor(spec: Pick<ClusterSpec, "apps">): KubernetesObject[] {
  if (!isMonitored(spec)) return [];
  return [
    {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: { name: "rook-ceph-mgr", namespace: CEPH_NAMESPACE },
      spec: {
        selector: { matchLabels: { app: "rook-ceph-mgr", rook_cluster: CEPH_NAMESPACE } },
        endpoints: [{ port: "http-metrics", path: "/metrics", interval: "10s" }],
      },
    } satisfies KubernetesObject & IServiceMonitor,
  ];
}
