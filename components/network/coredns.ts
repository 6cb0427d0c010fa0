import { nthAddress } from "../../spec/address";
import type { ClusterSpec } from "../../spec/cluster";
import { controlPlanesOf } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { controlPlaneToleration } from "./placement";

/** Place of the DNS Service in the Service network: what kubelets write into resolv.conf. */
const DNS_ADDRESS_INDEX = 10;

/** Labels of CoreDNS's pods. */
const SELECTOR = { "k8s-app": "kube-dns", "app.kubernetes.io/name": "coredns" };

/**
 * The cluster's DNS on control planes, at the fixed address that kubelets hand to pods. Talos's own
 * CoreDNS is off.
 */
export function corednsBundle(spec: ClusterSpec): Bundle {
  const replicas = Math.min(2, controlPlanesOf(spec).length);
  return {
    layer: "network",
    component: "CoreDns",
    name: "coredns",
    charts: [
      {
        name: "coredns",
        chart: "coredns",
        namespace: "kube-system",
        values: {
          fullnameOverride: "coredns",
          // Other charts find the cluster's DNS by this label and Service name.
          k8sAppLabelOverride: "kube-dns",
          replicaCount: replicas,
          serviceAccount: { create: true },
          priorityClassName: "system-cluster-critical",
          service: {
            name: "kube-dns",
            clusterIP: nthAddress(spec.network.services, DNS_ADDRESS_INDEX),
          },
          servers: [server],
          resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "192Mi" } },
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [
                  {
                    matchExpressions: [
                      { key: "node-role.kubernetes.io/control-plane", operator: "Exists" },
                    ],
                  },
                ],
              },
            },
          },
          tolerations: [controlPlaneToleration],
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "DoNotSchedule",
              labelSelector: { matchLabels: SELECTOR },
            },
          ],
          ...(replicas > 1 ? { podDisruptionBudget: { maxUnavailable: 1 } } : {}),
        },
        brings: {
          workloads: [{ kind: "Deployment", name: "coredns", replicas, labels: SELECTOR }],
          services: [
            {
              name: "kube-dns",
              ports: [
                { name: "udp-53", port: 53, protocol: "UDP" },
                { name: "tcp-53", port: 53 },
              ],
              selector: SELECTOR,
            },
          ],
          provides: ["app:coredns"],
        },
      },
    ],
  };
}

/** Cluster names from the API, everything else from the node's resolvers. */
const server = {
  zones: [{ zone: ".", use_tcp: true }],
  port: 53,
  plugins: [
    { name: "errors" },
    { name: "health", configBlock: "lameduck 10s" },
    { name: "ready" },
    {
      name: "kubernetes",
      parameters: "cluster.local in-addr.arpa ip6.arpa",
      configBlock: "pods verified\nfallthrough in-addr.arpa ip6.arpa\nttl 30",
    },
    // Finds the name in the pod's search path at once instead of one answer each domain; needs
    // `pods verified`.
    { name: "autopath", parameters: "@kubernetes" },
    { name: "prometheus", parameters: "0.0.0.0:9153" },
    { name: "forward", parameters: ". /etc/resolv.conf" },
    { name: "cache", configBlock: "prefetch 20\nserve_stale" },
    { name: "loop" },
    { name: "reload" },
    { name: "loadbalance" },
  ],
};
