import { network } from "../../../spec/address";
import type { ClusterSpec, HardwareProfile, NodeSpec } from "../../../spec/cluster";
import type { NamedNode } from "../../../spec/queries";
import type { TalosDocument } from "../canonical";
import { linkExpression } from "./selectors";

type Interface = NonNullable<NodeSpec["interfaces"]>[string];

/** Milliseconds between two looks at a bond member's link: the kernel's own default is never. */
const LINK_MONITOR = 100;

/** Interface of a node that names none. */
const DEFAULT_INTERFACE = "lan";

/** The interfaces of a node by name, the one in the LAN first. */
export function interfacesOf({ node, hardware }: NamedNode): [string, Interface][] {
  return Object.entries(node.interfaces ?? { [DEFAULT_INTERFACE]: defaultInterface(hardware) });
}

function defaultInterface({ nics }: HardwareProfile): Interface {
  const [first, ...others] = nics;
  const nic =
    others.length === 0 || first === undefined ? { physical: true } : { driver: first.driver };
  return { nic, addressing: "dhcp", mtu: 1500, vlans: [] };
}

/**
 * The network of a node as documents: an alias for every interface that a selector picks, then the
 * link or bond with its addresses, DHCP, VLANs and the VIP of control planes.
 * https://www.talos.dev/v1.12/reference/configuration/network/
 */
export function networkDocuments(
  spec: Pick<ClusterSpec, "network">,
  named: NamedNode,
): TalosDocument[] {
  let members = 0;
  const documents: TalosDocument[] = [];
  for (const [index, [name, one]] of interfacesOf(named).entries()) {
    const common = { name, mtu: one.mtu, up: true, ...addressing(spec, named, one, index === 0) };
    if (one.bond !== undefined) {
      const links = one.bond.members.map((member) => {
        const alias = `net${String(members++)}`;
        documents.push(linkAlias(alias, member));
        return alias;
      });
      const { mode } = one.bond;
      documents.push(
        document("BondConfig", { ...common, links, bondMode: mode, miimon: LINK_MONITOR }),
      );
    } else {
      if (one.nic !== undefined) documents.push(linkAlias(name, one.nic));
      documents.push(document("LinkConfig", common));
    }
    if (one.addressing === "dhcp") {
      documents.push(document("DHCPv4Config", { name, clientIdentifier: "mac" }));
    }
    documents.push(...vlanDocuments(spec, name, one));
  }
  return [...documents, ...vipDocuments(spec, named)];
}

function document(kind: string, fields: Record<string, unknown>): TalosDocument {
  return { apiVersion: "v1alpha1", kind, ...fields };
}

function linkAlias(name: string, nic: NonNullable<Interface["nic"]>): TalosDocument {
  return document("LinkAliasConfig", { name, selector: { match: linkExpression(nic) } });
}

/** Static addresses; only the LAN has a default route. */
function addressing(
  spec: Pick<ClusterSpec, "network">,
  { node }: NamedNode,
  one: Interface,
  isLan: boolean,
): Record<string, unknown> {
  if (one.addressing === "dhcp") return {};
  const { lan } = spec.network;
  const address = one.address ?? (isLan ? node.address : undefined);
  const cidr = one.network ?? (isLan ? lan.cidr : undefined);
  if (address === undefined || cidr === undefined) return {};
  return {
    addresses: [{ address: `${address}/${String(network(cidr).prefix)}` }],
    ...(isLan ? { routes: [{ gateway: lan.gateway }] } : {}),
  };
}

function vlanDocuments(
  spec: Pick<ClusterSpec, "network">,
  parent: string,
  { vlans, mtu }: Interface,
): TalosDocument[] {
  return vlans.flatMap((name) => {
    const vlan = spec.network.vlans[name];
    if (vlan === undefined) return [];
    return [
      document("VLANConfig", {
        name: vlanLink(parent, vlan.id),
        vlanID: vlan.id,
        parent,
        mtu,
        up: true,
      }),
    ];
  });
}

/** Name of the link that carries a VLAN, e.g. `bond0.107`. */
export const vlanLink = (parent: string, id: number): string => `${parent}.${String(id)}`;

/** The address of the Kubernetes API that the control planes share. Never used for the Talos API. */
function vipDocuments(spec: Pick<ClusterSpec, "network">, named: NamedNode): TalosDocument[] {
  const { vip } = spec.network;
  const [lan] = interfacesOf(named);
  if (vip === undefined || lan === undefined || named.node.role !== "controlplane") return [];
  return [document("Layer2VIPConfig", { name: vip, link: lan[0] })];
}

/** Name servers and time servers of all nodes. Those of DHCP stay where the spec names none. */
export function hostServiceDocuments({
  network: { nameservers, ntp },
}: Pick<ClusterSpec, "network">): TalosDocument[] {
  return [
    ...(nameservers.length === 0
      ? []
      : [document("ResolverConfig", { nameservers: nameservers.map((address) => ({ address })) })]),
    ...(ntp.length === 0 ? [] : [document("TimeSyncConfig", { ntp: { servers: ntp } })]),
  ];
}
