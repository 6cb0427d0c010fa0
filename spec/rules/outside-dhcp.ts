import { address, contains, overlaps, range } from "../address";
import type { Problem } from "../report";
import type { Rule } from "./rule";
import { ownedAddresses } from "./support/addresses";
import { formatRange } from "./support/ranges";

/** No fixed address lies in the range that the DHCP server hands out freely. */
export const outsideDhcp: Rule = (spec) => {
  const { dhcp } = spec.network.lan;
  if (dhcp === undefined) return [];
  const free = range(dhcp);
  const text = formatRange(free);
  const problems: Problem[] = ownedAddresses(spec).flatMap((owned) =>
    contains(free, address(owned.address))
      ? [
          {
            path: owned.path,
            value: owned.address,
            message: `the address of ${owned.owner} lies in the DHCP range ${text} (network.lan.dhcp), so the router may give it to another device`,
            remedy: "choose an address outside that range, or shrink the range",
          },
        ]
      : [],
  );
  const pool = range(spec.network.loadBalancer.range);
  if (overlaps(free, pool)) {
    problems.push({
      path: "network.loadBalancer.range",
      value: formatRange(pool),
      message: `overlaps the DHCP range ${text} (network.lan.dhcp)`,
      remedy: "shrink one of the two ranges",
    });
  }
  return problems;
};
