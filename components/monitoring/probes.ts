import type { IProbe } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe";
import { isOutsideApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { MONITORING_NAMESPACE, NFS_PROBE_JOB } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";

/** The app that asks hosts outside of the cluster for Prometheus. */
export const PROBER_APP = "blackbox-exporter";

const NFS_PORT = 2049;

/** The app that asks the NAS about itself for Prometheus. */
const SNMP_APP = "snmp-exporter";

/**
 * What exporters ask outside of the cluster: the NFS server for its port, it and the hosts behind the
 * gateways for an echo, and it about its disks over SNMP, each where the stack has the exporter.
 * Modules of the blackbox exporter are those of its configuration in the catalogue, that of SNMP
 * (of a Synology, with the community `public`) comes with the exporter.
 */
export function probesBundle(spec: ClusterSpec): Bundle | undefined {
  const objects = [
    ...(Object.hasOwn(spec.apps, PROBER_APP) ? blackboxProbes(spec) : []),
    ...(Object.hasOwn(spec.apps, SNMP_APP) ? snmpProbes(spec) : []),
  ];
  return objects.length === 0
    ? undefined
    : {
        layer: "monitoring",
        component: "Probes",
        name: "probes",
        namespaces: [{ name: MONITORING_NAMESPACE }],
        objects,
      };
}

function blackboxProbes(spec: ClusterSpec): KubernetesObject[] {
  const server = spec.storage.nfs?.server;
  const devices = [...(server === undefined ? [] : [server]), ...outsideHosts(spec)];
  const prober = { url: exporterAddress(PROBER_APP, 9115) };
  return [
    ...(devices.length === 0 ? [] : [probe("devices", { prober, module: "icmp" }, devices)]),
    ...(server === undefined
      ? []
      : [
          probe(NFS_PROBE_JOB, { prober, module: "tcp_connect" }, [
            `${server}:${String(NFS_PORT)}`,
          ]),
        ]),
  ];
}

function snmpProbes({ storage: { nfs } }: ClusterSpec): KubernetesObject[] {
  if (nfs === undefined) return [];
  const prober = { url: exporterAddress(SNMP_APP, 9116), path: "/snmp" };
  // A walk through all disks and volumes takes its time.
  const how = { prober, module: "synology", interval: "1m", scrapeTimeout: "20s" };
  return [probe("nas", how, [nfs.server])];
}

/** Addresses and names of the hosts outside of the cluster that gateways lead to. */
const outsideHosts = ({ apps }: ClusterSpec): string[] =>
  Object.values(apps)
    .filter(isOutsideApp)
    .flatMap(({ backend }) => backend.address ?? backend.host ?? []);

const exporterAddress = (app: string, port: number): string =>
  `${app}.${MONITORING_NAMESPACE}.svc.cluster.local:${String(port)}`;

function probe(
  job: string,
  how: Omit<NonNullable<IProbe["spec"]>, "jobName" | "targets">,
  targets: readonly string[],
): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "Probe",
    metadata: { name: job, namespace: MONITORING_NAMESPACE },
    spec: {
      jobName: job,
      ...how,
      targets: { staticConfig: { static: [...new Set(targets)] } },
    },
  } satisfies IProbe & KubernetesObject;
}
