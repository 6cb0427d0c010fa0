import type { ICiliumBGPAdvertisement } from "@kubernetes-models/cilium/cilium.io/v2/CiliumBGPAdvertisement";
import type { ICiliumBGPClusterConfig } from "@kubernetes-models/cilium/cilium.io/v2/CiliumBGPClusterConfig";
import type { ICiliumBGPPeerConfig } from "@kubernetes-models/cilium/cilium.io/v2/CiliumBGPPeerConfig";
import type { ICiliumLoadBalancerIPPool } from "@kubernetes-models/cilium/cilium.io/v2/CiliumLoadBalancerIPPool";
import type { ICiliumL2AnnouncementPolicy } from "@kubernetes-models/cilium/cilium.io/v2alpha1/CiliumL2AnnouncementPolicy";
import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import type { KubernetesObject } from "../contracts/object";

type Advertisement = ClusterSpec["network"]["loadBalancer"]["advertisement"];
type BgpAdvertisement = Extract<Advertisement, { mode: "bgp" }>;

/** Annotation with which a Service asks for an address out of the pool. */
export const ADDRESS_ANNOTATION = "lbipam.cilium.io/ips";

const LINUX = { matchLabels: { "kubernetes.io/os": "linux" } };
const BGP_LABELS = { "hearth.dev/bgp": "load-balancer" };

/**
 * Load-balancer addresses: the pool that they come from, and how the LAN learns of them (ARP from
 * one node an address, or BGP to the router).
 */
export function loadBalancerBundle(spec: ClusterSpec): Bundle {
  const { range, advertisement } = spec.network.loadBalancer;
  return {
    layer: "network",
    component: "LoadBalancer",
    name: "load-balancer",
    objects: [
      {
        apiVersion: "cilium.io/v2",
        kind: "CiliumLoadBalancerIPPool",
        metadata: { name: "pool" },
        spec: {
          allowFirstLastIPs: "Yes",
          blocks: [{ start: range.start, stop: range.end }],
        },
      } satisfies ICiliumLoadBalancerIPPool & KubernetesObject,
      ...(advertisement.mode === "l2"
        ? [l2Policy(advertisement.interfaces)]
        : bgpObjects(advertisement)),
    ],
  };
}

function l2Policy(interfaces: readonly string[] | undefined): KubernetesObject {
  return {
    apiVersion: "cilium.io/v2alpha1",
    kind: "CiliumL2AnnouncementPolicy",
    metadata: { name: "policy" },
    spec: {
      loadBalancerIPs: true,
      nodeSelector: LINUX,
      ...(interfaces === undefined ? {} : { interfaces: [...interfaces] }),
    },
  } satisfies ICiliumL2AnnouncementPolicy & KubernetesObject;
}

function bgpObjects({ localAsn, peers }: BgpAdvertisement): KubernetesObject[] {
  return [
    {
      apiVersion: "cilium.io/v2",
      kind: "CiliumBGPAdvertisement",
      metadata: { name: "load-balancer", labels: BGP_LABELS },
      spec: {
        advertisements: [
          {
            advertisementType: "Service",
            service: { addresses: ["LoadBalancerIP"] },
            // No selector means no Service; one that excludes nothing means every Service.
            selector: {
              matchExpressions: [{ key: "hearth.dev/bgp", operator: "NotIn", values: ["never"] }],
            },
          },
        ],
      },
    } satisfies ICiliumBGPAdvertisement & KubernetesObject,
    {
      apiVersion: "cilium.io/v2",
      kind: "CiliumBGPPeerConfig",
      metadata: { name: "router" },
      spec: {
        // The router keeps the routes while an agent restarts.
        gracefulRestart: { enabled: true, restartTimeSeconds: 120 },
        families: [{ afi: "ipv4", safi: "unicast", advertisements: { matchLabels: BGP_LABELS } }],
      },
    } satisfies ICiliumBGPPeerConfig & KubernetesObject,
    {
      apiVersion: "cilium.io/v2",
      kind: "CiliumBGPClusterConfig",
      metadata: { name: "cluster" },
      spec: {
        nodeSelector: LINUX,
        bgpInstances: [
          {
            name: "cluster",
            localASN: localAsn,
            peers: peers.map(({ address, asn }) => ({
              name: `router-${address.replaceAll(".", "-")}`,
              peerASN: asn,
              peerAddress: address,
              peerConfigRef: { name: "router" },
            })),
          },
        ],
      },
    } satisfies ICiliumBGPClusterConfig & KubernetesObject,
  ];
}
