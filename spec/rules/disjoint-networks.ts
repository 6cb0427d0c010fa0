import { network, range, type AddressRange } from "../address";
import type { ClusterSpec } from "../cluster";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";
import { formatRange } from "./support/ranges";

interface NamedRange extends AddressRange {
  readonly path: string;
  readonly text: string;
}

/**
 * The networks of pods, Services, LAN, Ceph and VLANs share no address. Ceph's public network may be
 * the LAN. Sorted by first address, each network is compared with the one that reaches furthest.
 */
export const disjointNetworks: Rule = (spec) => {
  const sorted = namedRanges(spec).sort((a, b) => a.first - b.first || b.last - a.last);
  const problems: Problem[] = [];
  let widest: NamedRange | undefined;
  for (const one of sorted) {
    if (widest !== undefined && one.first <= widest.last) {
      problems.push({
        path: one.path,
        value: one.text,
        message: `overlaps ${widest.path} (${widest.text})`,
        remedy: "give each network a range of its own",
      });
    }
    if (widest === undefined || one.last > widest.last) widest = one;
  }
  return problems;
};

function namedRanges({ network: net, storage }: ClusterSpec): NamedRange[] {
  const ranges: NamedRange[] = [];
  const add = (path: string, cidr: string) => {
    ranges.push({ ...network(cidr), path, text: cidr });
  };
  add("network.lan.cidr", net.lan.cidr);
  add("network.pods", net.pods);
  add("network.services", net.services);
  const ceph = storage.ceph?.network;
  if (ceph !== undefined) {
    if (ceph.public !== net.lan.cidr) add("storage.ceph.network.public", ceph.public);
    if (ceph.cluster !== undefined) add("storage.ceph.network.cluster", ceph.cluster);
  }
  for (const [name, vlan] of Object.entries(net.vlans)) {
    add(at("network", "vlans", name, "cidr"), vlan.cidr);
  }
  // With BGP the range may lie outside the LAN, where it must meet no other network.
  if (net.loadBalancer.advertisement.mode === "bgp") {
    const pool = range(net.loadBalancer.range);
    const lan = network(net.lan.cidr);
    if (pool.first < lan.first || pool.last > lan.last) {
      ranges.push({ ...pool, path: "network.loadBalancer.range", text: formatRange(pool) });
    }
  }
  return ranges;
}
