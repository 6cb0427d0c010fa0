import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { MONITORING_NAMESPACE } from "../contracts/conventions";
import { LOKI } from "./loki";

/** Where Fluent Bit keeps on each node how far it has read, so that a restart neither loses nor repeats lines. */
const STATE = "/var/lib/fluent-bit";

/**
 * Fluent Bit on every node, whatever its taints, sending the logs of all containers to Loki.
 * https://docs.fluentbit.io/manual/data-pipeline/outputs/loki
 */
export function fluentBitBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "monitoring",
    component: "FluentBit",
    name: "fluent-bit",
    namespaces: [
      {
        name: MONITORING_NAMESPACE,
        podSecurity: "privileged",
        reason: "reads the logs of all containers from the nodes",
      },
    ],
    charts: [
      {
        name: "fluent-bit",
        chart: "fluent-bit",
        namespace: MONITORING_NAMESPACE,
        values: {
          testFramework: { enabled: false },
          tolerations: [{ operator: "Exists" }],
          priorityClassName: "system-node-critical",
          resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          // Log files belong to root; it needs nothing else of what root may do.
          securityContext: {
            runAsUser: 0,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"], add: ["DAC_READ_SEARCH"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
          daemonSetVolumes: [
            { name: "varlog", hostPath: { path: "/var/log" } },
            { name: "state", hostPath: { path: STATE, type: "DirectoryOrCreate" } },
          ],
          daemonSetVolumeMounts: [
            { name: "varlog", mountPath: "/var/log", readOnly: true },
            { name: "state", mountPath: STATE },
          ],
          config: {
            service: service(),
            inputs: input(),
            filters: filter(),
            outputs: output(spec),
            customParsers: "",
          },
        },
        brings: { workloads: [{ kind: "DaemonSet", name: "fluent-bit" }] },
      },
    ],
    needs: ["app:loki"],
    provides: ["app:fluent-bit"],
  };
}

/** A section of the classic configuration format: a head and one `key value` a line. */
function section(head: string, entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(([key, value]) => `    ${key} ${value}`);
  return [`[${head}]`, ...lines, ""].join("\n");
}

function service(): string {
  return section("SERVICE", {
    Flush: "1",
    Log_Level: "warn",
    Parsers_File: "/fluent-bit/etc/parsers.conf",
    HTTP_Server: "On",
    HTTP_Listen: "0.0.0.0",
    HTTP_Port: "2020",
    Health_Check: "On",
    "storage.path": `${STATE}/buffer`,
    "storage.max_chunks_up": "16",
  });
}

function input(): string {
  return section("INPUT", {
    Name: "tail",
    Tag: "kube.*",
    Path: "/var/log/containers/*.log",
    // Its own log would grow by what it reads of itself.
    Exclude_Path: "/var/log/containers/fluent-bit-*.log",
    "multiline.parser": "cri",
    DB: `${STATE}/tail.db`,
    Mem_Buf_Limit: "8MB",
    Skip_Long_Lines: "On",
    "storage.type": "filesystem",
  });
}

function filter(): string {
  return section("FILTER", {
    Name: "kubernetes",
    Match: "kube.*",
    Merge_Log: "Off",
    Keep_Log: "On",
    Annotations: "Off",
    "K8S-Logging.Exclude": "On",
  });
}

/**
 * Labels are few and of few values, since each combination is a stream of its own in Loki; pod and
 * node stand in the line's metadata.
 */
function output({ name }: ClusterSpec): string {
  const labels = [
    "job=fluent-bit",
    `cluster=${name}`,
    "source=$stream",
    "namespace=$kubernetes['namespace_name']",
    "app=$kubernetes['labels']['app.kubernetes.io/name']",
    "container=$kubernetes['container_name']",
  ];
  return section("OUTPUT", {
    Name: "loki",
    Match: "kube.*",
    Host: LOKI.host,
    Port: String(LOKI.port),
    Labels: labels.join(", "),
    Structured_Metadata: "pod=$kubernetes['pod_name'], node=$kubernetes['host']",
    Remove_Keys: "kubernetes, stream, time, _p, logtag",
    Drop_Single_Key: "raw",
    Line_Format: "json",
    Retry_Limit: "no_limits",
    "storage.total_limit_size": "256M",
  });
}
