import { address, contains, range } from "../address";
import type { Rule } from "./rule";
import { ownedAddresses } from "./support/addresses";
import { formatRange } from "./support/ranges";

const SERVICE_KINDS: ReadonlySet<string> = new Set(["gateway", "proxy", "app"]);

/** No machine, router, reserved device or VIP stands in the load-balancer range. */
export const loadBalancerRangeFree: Rule = (spec) => {
  const pool = range(spec.network.loadBalancer.range);
  return ownedAddresses(spec).flatMap((owned) =>
    SERVICE_KINDS.has(owned.kind) || !contains(pool, address(owned.address))
      ? []
      : [
          {
            path: owned.path,
            value: owned.address,
            message: `the address of ${owned.owner} lies in the load-balancer range ${formatRange(pool)} (network.loadBalancer.range), so Cilium may give it to a Service`,
            remedy: "choose an address outside that range, or shrink the range",
          },
        ],
  );
};
