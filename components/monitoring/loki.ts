import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { MONITORING_NAMESPACE } from "../contracts/conventions";
import { volumeClass } from "./volumes";

/** Volume of the logs. */
const SIZE = "20Gi";

/** Where Loki takes lines and answers queries. */
export const LOKI = { host: `loki.${MONITORING_NAMESPACE}.svc.cluster.local`, port: 3100 } as const;

/**
 * Loki as one process with its data on a volume: no gateway, no caches, no object store, which only
 * pay off beyond one home.
 * https://grafana.com/docs/loki/latest/setup/install/helm/install-monolithic/
 */
export function lokiBundle(spec: ClusterSpec): Bundle {
  const { storageClass, needs } = volumeClass(spec, "local");
  return {
    layer: "monitoring",
    component: "Loki",
    name: "loki",
    namespaces: [{ name: MONITORING_NAMESPACE }],
    charts: [
      {
        name: "loki",
        chart: "loki",
        namespace: MONITORING_NAMESPACE,
        values: {
          deploymentMode: "SingleBinary",
          loki: config(spec),
          singleBinary: {
            replicas: 1,
            persistence:
              storageClass === undefined
                ? { enabled: false }
                : { enabled: true, storageClass, size: SIZE },
            ...(storageClass === undefined
              ? {
                  extraVolumes: [{ name: "data", emptyDir: {} }],
                  extraVolumeMounts: [{ name: "data", mountPath: "/var/loki" }],
                }
              : {}),
            resources: { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "1Gi" } },
          },
          ...without(["backend", "read", "write"], { replicas: 0 }),
          ...without(["gateway", "chunksCache", "resultsCache", "lokiCanary", "test"], {
            enabled: false,
          }),
          sidecar: { rules: { enabled: false } },
        },
        needs,
        brings: {
          workloads: [{ kind: "StatefulSet", name: "loki", replicas: 1 }],
          services: [
            {
              name: "loki",
              ports: [
                { name: "http-metrics", port: LOKI.port },
                { name: "grpc", port: 9095 },
              ],
            },
          ],
        },
      },
    ],
    provides: ["app:loki"],
  };
}

/** https://grafana.com/docs/loki/latest/configure/ */
function config({ monitoring }: ClusterSpec) {
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    commonConfig: { replication_factor: 1 },
    storage: { type: "filesystem" },
    schemaConfig: {
      configs: [
        {
          from: "2024-04-01",
          store: "tsdb",
          object_store: "filesystem",
          schema: "v13",
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
    ingester: { chunk_encoding: "snappy" },
    limits_config: { retention_period: hours(monitoring.retention.logs) },
    // Only the compactor deletes what is too old.
    compactor: {
      working_directory: "/var/loki/compactor",
      retention_enabled: true,
      delete_request_store: "filesystem",
    },
  };
}

/** `14d` to `336h`. */
function hours(days: string): string {
  return `${String(Number.parseInt(days, 10) * 24)}h`;
}

function without(parts: readonly string[], off: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(parts.map((part) => [part, off]));
}
