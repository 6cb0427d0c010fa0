import { formatAddress, network } from "../../spec/address";

/** Networks that no public address lies in (RFC 1918). */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

const LAST = 2 ** 32 - 1;

/** The fewest networks that together hold every IPv4 address outside of the given ones. */
export function complement(excluded: readonly string[]): string[] {
  const holes = excluded.map(network).sort((a, b) => a.first - b.first);
  const prefixes: string[] = [];
  let next = 0;
  for (const { first, last } of [...holes, { first: LAST + 1, last: LAST + 1 }]) {
    prefixes.push(...cover(next, first - 1));
    next = Math.max(next, last + 1);
  }
  return prefixes;
}

/** Every IPv4 address that is not private, as networks. */
export function publicNetworks(): string[] {
  return complement(PRIVATE);
}

/** The fewest networks that hold exactly the addresses from first to last; none where it is empty. */
function cover(first: number, last: number): string[] {
  const prefixes: string[] = [];
  let start = first;
  while (start <= last) {
    let size = 1;
    while (size < 2 ** 32 && start % (size * 2) === 0 && start + size * 2 - 1 <= last) size *= 2;
    prefixes.push(`${formatAddress(start)}/${String(32 - Math.log2(size))}`);
    start += size;
  }
  return prefixes;
}
