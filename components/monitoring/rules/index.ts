import type { ClusterSpec } from "../../../spec/cluster";
import type { Bundle } from "../../contracts/bundle";
import { MONITORING_NAMESPACE } from "../../contracts/conventions";
import {
  hasCeph,
  hasDnsWriter,
  hasPostgres,
  hasPostgresBackups,
  hasTunnel,
  hasUps,
  hasVolumeBackups,
  probesDevices,
  selects,
  type Feature,
} from "../features";
import { backups } from "./backups";
import { ceph } from "./ceph";
import { certificates } from "./certificates";
import { devices } from "./devices";
import { etcd } from "./etcd";
import { dns, network, tunnel } from "./network";
import { nodes } from "./nodes";
import { postgres, postgresBackups } from "./postgres";
import { prometheusRule, type AlertGroup } from "./rule";
import { endpoints, logs, secrets } from "./services";
import { ups } from "./ups";

/** Every group of alerts, and which stacks have what it is about. */
const GROUPS: readonly (readonly [AlertGroup, Feature])[] = [
  [nodes, () => true],
  [etcd, () => true],
  [network, () => true],
  [tunnel, hasTunnel],
  [dns, hasDnsWriter],
  [certificates, () => true],
  [secrets, () => true],
  [ceph, hasCeph],
  [postgres, hasPostgres],
  [postgresBackups, hasPostgresBackups],
  [backups, hasVolumeBackups],
  [ups, hasUps],
  [endpoints, selects("gatus")],
  [logs, selects("fluent-bit")],
  [devices, probesDevices],
];

/** The groups of alerts of a stack. */
export function alertGroups(spec: ClusterSpec): AlertGroup[] {
  return GROUPS.filter(([, when]) => when(spec)).map(([group]) => group);
}

/** The alerts of our own; those about Kubernetes itself come with the chart. */
export function alertRulesBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "monitoring",
    component: "AlertRules",
    name: "alert-rules",
    namespaces: [{ name: MONITORING_NAMESPACE }],
    objects: alertGroups(spec).map(prometheusRule),
  };
}
