import type { IProbe } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe";
import { isOutsideApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { MONITORING_NAMESPACE, NFS_PROBE_JOB } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

/** The app that asks hosts outside of the cluster for Prometheus. */
export const PROBER_APP = "blackbox-exporter";

const NFS_PORT = 2049;

/**
 * What the blackbox exporter asks outside of the cluster: the NFS server for its port, and it and the
 * hosts behind the gateways for an echo. Modules are those of its configuration in the catalogue.
 */
export function probesBundle(spec: ClusterSpec): Bundle | undefined {
  const server = spec.storage.nfs?.server;
  const devices = [...(server === undefined ? [] : [server]), ...outsideHosts(spec)];
  if (devices.length === 0) return undefined;
  return {
    layer: "monitoring",
    component: "Probes",
    name: "probes",
    namespaces: [{ name: MONITORING_NAMESPACE }],
    objects: [
      probe("devices", "icmp", devices),
      ...(server === undefined
        ? []
        : [probe(NFS_PROBE_JOB, "tcp_connect", [`${server}:${String(NFS_PORT)}`])]),
    ],
  };
}

/** Addresses and names of the hosts outside of the cluster that gateways lead to. */
const outsideHosts = ({ apps }: ClusterSpec): string[] =>
  Object.values(apps)
    .filter(isOutsideApp)
    .flatMap(({ backend }) => backend.address ?? backend.host ?? []);

function probe(job: string, module: string, targets: readonly string[]): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Probe",
    metadata: { name: job, namespace: MONITORING_NAMESPACE },
    spec: {
      jobName: job,
      module,
      prober: { url: `${PROBER_APP}.${MONITORING_NAMESPACE}.svc.cluster.local:9115` },
      targets: { staticConfig: { static: [...new Set(targets)] } },
    },
  } satisfies IProbe & KubernetesObject;
}
