import { address, contains, network, parseNetwork, type Network } from "../address";
import { isImageApp } from "../app/app";
import { own } from "../lookup";
import { controlPlanesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { ownedAddresses } from "./support/addresses";

const LAN_KINDS: ReadonlySet<string> = new Set(["router", "device", "machine", "node"]);

/**
 * Every address lies in the network that it belongs to and is neither that network's first (network)
 * nor last (broadcast) address. The VIP and, where there is one, the control planes are `vip`'s;
 * load-balancer addresses are `load-balancer-addresses`'s.
 */
export const addressInNetwork: Rule = (spec) => {
  const lan = network(spec.network.lan.cidr);
  const problems: Problem[] = [];
  const expect = (path: string, value: string, net: Network, owner: string, field: string) => {
    const wrong = misplaced(address(value), net);
    if (wrong === undefined) return;
    problems.push({
      path,
      value,
      message: `the address of ${owner} ${wrong} ${net.text} (${field})`,
      remedy: `use an address inside ${net.text}`,
    });
  };
  const guardedByVip = new Set(
    spec.network.vip === undefined
      ? []
      : controlPlanesOf(spec).map(({ name }) => at("nodes", name, "address")),
  );
  for (const { kind, path, owner, address: value } of ownedAddresses(spec)) {
    if (!LAN_KINDS.has(kind) || guardedByVip.has(path)) continue;
    expect(path, value, lan, owner, "network.lan.cidr");
  }
  const { dhcp } = spec.network.lan;
  if (dhcp !== undefined) {
    for (const end of ["start", "end"] as const) {
      expect(
        at("network", "lan", "dhcp", end),
        dhcp[end],
        lan,
        "the DHCP range",
        "network.lan.cidr",
      );
    }
  }
  for (const [name, vlan] of Object.entries(spec.network.vlans)) {
    const field = at("network", "vlans", name, "cidr");
    expect(
      at("network", "vlans", name, "gateway"),
      vlan.gateway,
      network(vlan.cidr),
      "the router",
      field,
    );
  }
  for (const [name, node] of Object.entries(spec.nodes)) {
    for (const [key, one] of Object.entries(node.interfaces ?? {})) {
      const net = parseNetwork(one.network ?? "");
      if (one.address === undefined || net === undefined) continue;
      const path = at("nodes", name, "interfaces", key);
      expect(
        `${path}.address`,
        one.address,
        net,
        `interface ${key} of node ${name}`,
        `${path}.network`,
      );
    }
  }
  for (const [name, app] of Object.entries(spec.apps)) {
    if (!isImageApp(app)) continue;
    for (const [key, attachment] of Object.entries(app.networks)) {
      const vlan = own(spec.network.vlans, key);
      if (vlan === undefined) continue;
      expect(
        at("apps", name, "networks", key, "address"),
        attachment.address,
        network(vlan.cidr),
        `app ${name}`,
        at("network", "vlans", key, "cidr"),
      );
    }
  }
  return problems;
};

/** How an address fails to be one of a network's hosts. */
export function misplaced(value: number, net: Network): string | undefined {
  if (!contains(net, value)) return "lies outside";
  if (net.prefix >= 31) return undefined;
  if (value === net.first) return "is the network address of";
  if (value === net.last) return "is the broadcast address of";
  return undefined;
}
