import type { ClusterSpec } from "../../spec/cluster";
import { isMonitored, MONITORING_NAMESPACE } from "../contracts/conventions";
import { selects } from "./features";
import { LOKI } from "./loki";

/** Identifier of the data source that dashboards refer to. */
export const PROMETHEUS_UID = "prometheus";

/**
 * Where Grafana reads from, as far as the stack has it.
 * https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources
 */
export function dataSources(spec: ClusterSpec): Record<string, unknown>[] {
  return [
    ...(isMonitored(spec) ? [prometheus, alertmanager] : []),
    ...(selects("loki")(spec) ? [loki] : []),
  ];
}

const address = (service: string, port: number): string =>
  `http://${service}.${MONITORING_NAMESPACE}.svc.cluster.local:${String(port)}`;

const prometheus = {
  name: "Prometheus",
  uid: PROMETHEUS_UID,
  type: "prometheus",
  access: "proxy",
  url: address("kube-prometheus-stack-prometheus", 9090),
  isDefault: true,
  jsonData: { timeInterval: "1m", httpMethod: "POST" },
};

const alertmanager = {
  name: "Alertmanager",
  uid: "alertmanager",
  type: "alertmanager",
  access: "proxy",
  url: address("kube-prometheus-stack-alertmanager", 9093),
  jsonData: { implementation: "prometheus", handleGrafanaManagedAlerts: false },
};

const loki = {
  name: "Loki",
  uid: "loki",
  type: "loki",
  access: "proxy",
  url: `http://${LOKI.host}:${String(LOKI.port)}`,
};
