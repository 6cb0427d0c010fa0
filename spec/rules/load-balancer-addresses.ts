import { address, contains, network, range } from "../address";
import type { Problem } from "../report";
import type { Rule } from "./rule";
import { ownedAddresses } from "./support/addresses";
import { formatRange } from "./support/ranges";

const SERVICE_KINDS: ReadonlySet<string> = new Set(["gateway", "proxy", "app"]);

/**
 * Gateways and fixed service addresses lie in the load-balancer range, and with Layer 2
 * announcements that range lies in the LAN, since ARP answers do not leave it.
 */
export const loadBalancerAddresses: Rule = (spec) => {
  const { loadBalancer, lan } = spec.network;
  const pool = range(loadBalancer.range);
  const problems: Problem[] = [];
  const net = network(lan.cidr);
  if (
    loadBalancer.advertisement.mode === "l2" &&
    !(contains(net, pool.first) && contains(net, pool.last))
  ) {
    problems.push({
      path: "network.loadBalancer.range",
      value: formatRange(pool),
      message: `lies outside the LAN ${lan.cidr} (network.lan.cidr), where Layer 2 announcements do not reach`,
      remedy: "choose a range inside the LAN, or announce by BGP",
    });
  }
  for (const owned of ownedAddresses(spec)) {
    if (!SERVICE_KINDS.has(owned.kind) || contains(pool, address(owned.address))) continue;
    problems.push({
      path: owned.path,
      value: owned.address,
      message: `the address of ${owned.owner} lies outside the load-balancer range ${formatRange(pool)} (network.loadBalancer.range)`,
      remedy: "choose an address inside that range",
    });
  }
  return problems;
};
