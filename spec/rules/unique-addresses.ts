import type { Rule } from "./rule";
import { ownedAddresses, type OwnedAddress } from "./support/addresses";

/** No address has two owners. */
export const uniqueAddresses: Rule = (spec) => {
  const owners = new Map<string, OwnedAddress>();
  return ownedAddresses(spec).flatMap((owned) => {
    const first = owners.get(owned.address);
    if (first === undefined) {
      owners.set(owned.address, owned);
      return [];
    }
    return [
      {
        path: owned.path,
        value: owned.address,
        message: `${owned.owner} has the address of ${first.owner} (${first.path})`,
        remedy: "give one of them another address",
      },
    ];
  });
};
