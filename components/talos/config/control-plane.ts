import type { ClusterSpec } from "../../../spec/cluster";
import type { TalosDocument } from "../canonical";
import { nodeSubnets } from "./common";

/** Where Prometheus reads etcd's metrics, without a client certificate. */
export const ETCD_METRICS_PORT = 2381;

/** Spreads pods of one workload over hosts where they fit, and ignores which node has an image. */
const SCHEDULER_CONFIG = {
  apiVersion: "kubescheduler.config.k8s.io/v1",
  kind: "KubeSchedulerConfiguration",
  profiles: [
    {
      schedulerName: "default-scheduler",
      plugins: { score: { disabled: [{ name: "ImageLocality" }] } },
      pluginConfig: [
        {
          name: "PodTopologySpread",
          args: {
            defaultingType: "List",
            defaultConstraints: [
              {
                maxSkew: 1,
                topologyKey: "kubernetes.io/hostname",
                whenUnsatisfiable: "ScheduleAnyway",
              },
            ],
          },
        },
      ],
    },
  ],
} as const;

/**
 * What control planes are given besides: the API server's names and flags, metrics that are
 * reachable from the cluster, etcd's address, and who may use the Talos API from a pod.
 * Audit (level Metadata) and secretbox encryption are Talos's defaults and come with its secrets.
 */
export function controlPlaneDocuments(
  spec: Pick<ClusterSpec, "talos" | "kubernetes" | "network">,
): TalosDocument[] {
  const { kubernetes, network } = spec;
  const { controllerManager, scheduler } = kubernetes.featureGates;
  return [
    {
      ...machine(spec),
      cluster: {
        allowSchedulingOnControlPlanes: kubernetes.scheduleOnControlPlanes,
        coreDNS: { disabled: true },
        apiServer: apiServer(spec),
        controllerManager: {
          extraArgs: { "bind-address": "0.0.0.0", ...gates(controllerManager) },
        },
        scheduler: {
          extraArgs: { "bind-address": "0.0.0.0", ...gates(scheduler) },
          config: SCHEDULER_CONFIG,
        },
        etcd: {
          advertisedSubnets: nodeSubnets(network),
          extraArgs: {
            "listen-metrics-urls": `http://0.0.0.0:${String(ETCD_METRICS_PORT)}`,
          },
        },
      },
    },
  ];
}

/**
 * Talos keeps control planes out of load balancers. Where they run workloads, they announce and
 * receive traffic too, as Cilium honours the label.
 */
const JOIN_LOAD_BALANCERS = {
  nodeLabels: { "node.kubernetes.io/exclude-from-external-load-balancers": { $patch: "delete" } },
};

function machine({
  kubernetes,
  talos,
}: Pick<ClusterSpec, "talos" | "kubernetes">): Record<string, unknown> {
  const access = Object.entries(talos.apiAccess);
  const features = {
    // Talos knows one list of roles for all namespaces: the union.
    kubernetesTalosAPIAccess: {
      enabled: true,
      allowedRoles: [...new Set(access.flatMap(([, roles]) => roles))].sort(),
      allowedKubernetesNamespaces: access.map(([namespace]) => namespace).sort(),
    },
  };
  const fields = {
    ...(access.length === 0 ? {} : { features }),
    ...(kubernetes.scheduleOnControlPlanes ? JOIN_LOAD_BALANCERS : {}),
  };
  return Object.keys(fields).length === 0 ? {} : { machine: fields };
}

function apiServer({
  kubernetes,
  network,
}: Pick<ClusterSpec, "kubernetes" | "network">): Record<string, unknown> {
  const { certSans, runtimeConfig, serviceAccountIssuer: issuer } = kubernetes;
  return {
    // KubePrism answers on 127.0.0.1.
    certSANs: [
      ...new Set(["127.0.0.1", ...(network.vip === undefined ? [] : [network.vip]), ...certSans]),
    ],
    disablePodSecurityPolicy: true,
    extraArgs: {
      // Without kube-proxy the API server cannot reach an aggregated API by its cluster IP.
      "enable-aggregator-routing": "true",
      ...gates(kubernetes.featureGates.apiServer),
      ...(runtimeConfig.length === 0
        ? {}
        : { "runtime-config": runtimeConfig.map((one) => `${one}=true`).join(",") }),
      ...(issuer === undefined ? {} : { "service-account-issuer": issuer.url }),
      ...(issuer?.jwksUri === undefined ? {} : { "service-account-jwks-uri": issuer.jwksUri }),
    },
  };
}

function gates(featureGates: Readonly<Record<string, boolean>>): Record<string, string> {
  const entries = Object.entries(featureGates);
  if (entries.length === 0) return {};
  return {
    "feature-gates": entries.map(([name, on]) => `${name}=${String(on)}`).join(","),
  };
}
