import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { crd } from "../contracts/capability";
import type { CrdRef } from "../contracts/chart";
import { crdRefs } from "../contracts/crds";

/** KubePrism, Talos's local balancer in front of all API servers, on every node. */
const KUBEPRISM = { host: "127.0.0.1", port: 7445 } as const;

/**
 * What Cilium may do on Talos: its defaults without SYS_MODULE, since Talos loads no modules on a
 * pod's behalf. https://docs.siderolabs.com/kubernetes-guides/cni/deploying-cilium
 */
const AGENT_CAPABILITIES = [
  "CHOWN",
  "KILL",
  "NET_ADMIN",
  "NET_RAW",
  "IPC_LOCK",
  "SYS_ADMIN",
  "SYS_RESOURCE",
  "DAC_OVERRIDE",
  "FOWNER",
  "SETGID",
  "SETUID",
];
const CLEAN_CAPABILITIES = ["NET_ADMIN", "SYS_ADMIN", "SYS_RESOURCE"];

/** Registered by Cilium's operator, not by Helm; those that something here or an app may use. */
const CRDS: readonly CrdRef[] = [
  ...crdRefs("cilium.io/v2", "Cluster", {
    CiliumBGPAdvertisement: "ciliumbgpadvertisements",
    CiliumBGPClusterConfig: "ciliumbgpclusterconfigs",
    CiliumBGPPeerConfig: "ciliumbgppeerconfigs",
    CiliumClusterwideNetworkPolicy: "ciliumclusterwidenetworkpolicies",
    CiliumLoadBalancerIPPool: "ciliumloadbalancerippools",
  }),
  ...crdRefs("cilium.io/v2", "Namespaced", {
    CiliumLocalRedirectPolicy: "ciliumlocalredirectpolicies",
    CiliumNetworkPolicy: "ciliumnetworkpolicies",
  }),
  ...crdRefs("cilium.io/v2alpha1", "Cluster", {
    CiliumL2AnnouncementPolicy: "ciliuml2announcementpolicies",
  }),
];

/**
 * Cilium as network and as replacement of kube-proxy, and the gate that all nodes are Ready.
 *
 * The release is not awaited: its pods become ready together with the nodes, which is what the gate
 * waits for. An agent is ready only once the operator has registered the CRDs, so the gate stands
 * for those too.
 */
export function ciliumBundle(spec: ClusterSpec): Bundle {
  const replicas = operatorReplicas(spec);
  return {
    layer: "network",
    component: "Cilium",
    name: "cilium",
    charts: [
      {
        name: "cilium",
        chart: "cilium",
        namespace: "kube-system",
        values: values(spec),
        awaited: false,
        needsNodes: false,
        brings: {
          crds: CRDS,
          workloads: [
            { kind: "DaemonSet", name: "cilium", labels: { "k8s-app": "cilium" } },
            { kind: "Deployment", name: "cilium-operator", replicas },
            { kind: "Deployment", name: "hubble-relay", replicas: 1 },
            { kind: "Deployment", name: "hubble-ui", replicas: 1 },
          ],
          services: [
            { name: "hubble-peer", ports: [{ name: "peer-service", port: 443 }] },
            {
              name: "hubble-ui",
              ports: [{ name: "http", port: 80 }],
              selector: { "k8s-app": "hubble-ui" },
            },
          ],
          provides: ["app:cilium"],
        },
      },
    ],
    gates: [
      {
        kind: "NodesReady",
        name: "nodes-ready",
        subjects: nodesOf(spec).map(({ name }) => name),
        timeout: spec.timeouts.nodesReady,
        needs: ["app:cilium"],
        provides: ["nodes", ...CRDS.map(({ apiVersion, kind }) => crd(apiVersion, kind))],
      },
    ],
  };
}

function values(spec: ClusterSpec): Record<string, unknown> {
  const { lan, loadBalancer, pods, vlans } = spec.network;
  // ConfigMaps that Grafana finds by their label: those that fit this version of Cilium.
  const dashboards = {
    enabled: Object.hasOwn(spec.apps, "grafana"),
    annotations: { grafana_folder: "Network" },
  };
  return {
    cluster: { name: spec.name, id: 1 },
    k8sServiceHost: KUBEPRISM.host,
    k8sServicePort: KUBEPRISM.port,
    kubeProxyReplacement: true,
    kubeProxyReplacementHealthzBindAddr: "0.0.0.0:10256",
    ...(lan.interface === "physical" ? {} : { devices: lan.interface }),
    ipam: { mode: "kubernetes" },
    routingMode: "native",
    ipv4NativeRoutingCIDR: pods,
    autoDirectNodeRoutes: true,
    endpointRoutes: { enabled: true },
    bpf: {
      masquerade: true,
      // Talos's DNS cache has a link-local address of the node, which packets that leave a pod past
      // the host's stack never come back from. https://github.com/siderolabs/talos/issues/10002
      hostLegacyRouting: spec.talos.forwardKubeDnsToHost,
    },
    loadBalancer: { algorithm: loadBalancer.algorithm, mode: loadBalancer.mode },
    l2announcements: { enabled: loadBalancer.advertisement.mode === "l2" },
    bgpControlPlane: { enabled: loadBalancer.advertisement.mode === "bgp" },
    // Every announced address costs a lease renewal each two seconds, beyond the default of 10.
    // https://docs.cilium.io/en/stable/network/l2-announcements/#sizing-client-rate-limit
    k8sClientRateLimit: { qps: 50, burst: 100 },
    localRedirectPolicies: { enabled: true },
    // Multus puts its own configuration beside Cilium's, which an exclusive Cilium would rename.
    cni: { exclusive: Object.keys(vlans).length === 0 },
    envoy: { enabled: false },
    gatewayAPI: { enabled: false },
    // Talos mounts cgroup v2 itself, and its root is read-only.
    cgroup: { autoMount: { enabled: false }, hostRoot: "/sys/fs/cgroup" },
    securityContext: {
      capabilities: {
        ciliumAgent: AGENT_CAPABILITIES,
        cleanCiliumState: CLEAN_CAPABILITIES,
      },
    },
    hubble: {
      enabled: true,
      relay: { enabled: true, rollOutPods: true },
      ui: { enabled: true, rollOutPods: true },
      metrics: {
        enabled: ["dns", "drop", "tcp", "flow", "port-distribution", "icmp", "http"],
        dashboards,
      },
      // Certificates from Helm would expire after a year of no upgrade, and change with each one.
      tls: { auto: { enabled: true, method: "cronJob" } },
    },
    operator: {
      replicas: operatorReplicas(spec),
      rollOutPods: true,
      prometheus: { enabled: true },
      dashboards,
    },
    prometheus: { enabled: true },
    dashboards,
    // A changed setting lives in a ConfigMap; without this no agent would read it.
    rollOutCiliumPods: true,
  };
}

/** Two operators keep off each other's host ports, so one node carries one. */
function operatorReplicas(spec: ClusterSpec): number {
  return Math.min(2, nodesOf(spec).length);
}
