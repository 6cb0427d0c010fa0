import type { ClusterSpec } from "../../spec/cluster";
import { NETWORK_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { publicNetworks } from "./address-space";

const GROUP = "k8s.cni.cncf.io";

/** A NetworkAttachmentDefinition. https://github.com/k8snetworkplumbingwg/multi-net-spec */
interface NetworkAttachmentDefinition extends KubernetesObject {
  readonly apiVersion: "k8s.cni.cncf.io/v1";
  readonly kind: "NetworkAttachmentDefinition";
  readonly spec: {
    /** A CNI configuration list as JSON. */
    readonly config: string;
  };
}

/** The definition of network attachments. */
export function multusCrd(): KubernetesObject {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `network-attachment-definitions.${GROUP}` },
    spec: {
      group: GROUP,
      scope: "Namespaced",
      names: {
        plural: "network-attachment-definitions",
        singular: "network-attachment-definition",
        kind: "NetworkAttachmentDefinition",
        shortNames: ["net-attach-def"],
      },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                apiVersion: { type: "string" },
                kind: { type: "string" },
                metadata: { type: "object" },
                spec: { type: "object", properties: { config: { type: "string" } } },
              },
            },
          },
        },
      ],
    },
  };
}

/**
 * The attachment of a VLAN, which pods of every namespace name as `networking/<vlan>`: a macvlan
 * interface whose address stands in the pod's annotation, with the routes that the VLAN's `egress`
 * asks for.
 *
 * @throws Error where the spec has no such VLAN or no node carries it
 */
export function networkAttachment(spec: ClusterSpec, vlan: string): NetworkAttachmentDefinition {
  const settings = spec.network.vlans[vlan];
  if (settings === undefined) throw new Error(`no VLAN ${vlan}`);
  const { gateway, egress, id } = settings;
  // With only public networks routed, cluster and LAN stay behind the pod's first interface.
  const networks = egress === "public" ? publicNetworks() : ["0.0.0.0/0"];
  const config = {
    cniVersion: "1.0.0",
    name: vlan,
    plugins: [
      {
        type: "macvlan",
        mode: "bridge",
        master: `${parentOf(spec, vlan)}.${String(id)}`,
        capabilities: { ips: true, mac: true },
        ipam: { type: "static", routes: networks.map((dst) => ({ dst, gw: gateway })) },
      },
      // Source-based routing: only what the pod sends from its VLAN address takes the VLAN's
      // default route, so that the cluster still reaches it.
      ...(egress === "default" ? [{ type: "sbr" }] : []),
    ],
  };
  return {
    apiVersion: "k8s.cni.cncf.io/v1",
    kind: "NetworkAttachmentDefinition",
    metadata: { name: vlan, namespace: NETWORK_NAMESPACE },
    spec: { config: JSON.stringify(config) },
  };
}

/** Interface of the nodes that carries the VLAN; the attachment is one for all of them. */
function parentOf(spec: ClusterSpec, vlan: string): string {
  for (const node of Object.values(spec.nodes)) {
    for (const [name, { vlans }] of Object.entries(node.interfaces ?? {})) {
      if (vlans.includes(vlan)) return name;
    }
  }
  throw new Error(`no node carries the VLAN ${vlan}`);
}
