/**
 * IPv4 addresses, networks and ranges as numbers, so that rules over thousands of nodes stay cheap.
 * Text is parsed once, by the schema; everything here expects text that the schema let through.
 */

/** An inclusive range of IPv4 addresses as 32-bit numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** The address as a 32-bit number, or undefined where the text is no dotted-quad IPv4 address. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!OCTET.test(part)) return undefined;
    const octet = Number(part);
    if (octet > 255) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

/** The dotted-quad text of a 32-bit number. */
export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** A network in CIDR notation, with the address that was written and the one that the mask leaves. */
export interface Network extends AddressRange {
  readonly prefix: number;
  /** Canonical text: host bits zeroed. */
  readonly text: string;
}

/** The network, or undefined where the text is no IPv4 CIDR. Host bits are zeroed. */
export function parseNetwork(text: string): Network | undefined {
  const match = /^([\d.]+)\/(\d{1,2})$/.exec(text);
  const address = parseAddress(match?.[1] ?? "");
  const prefix = Number(match?.[2]);
  if (address === undefined || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return {
    first,
    last: first + size - 1,
    prefix,
    text: `${formatAddress(first)}/${String(prefix)}`,
  };
}

/** Like {@link parseAddress}, for text that the schema has already accepted. */
export function address(text: string): number {
  const value = parseAddress(text);
  if (value === undefined) throw new TypeError(`not an IPv4 address: ${text}`);
  return value;
}

/** Like {@link parseNetwork}, for text that the schema has already accepted. */
export function network(text: string): Network {
  const value = parseNetwork(text);
  if (value === undefined) throw new TypeError(`not an IPv4 network: ${text}`);
  return value;
}

/** The range of a `{ start, end }` pair that the schema has already accepted. */
export function range(pair: { readonly start: string; readonly end: string }): AddressRange {
  return { first: address(pair.start), last: address(pair.end) };
}

/** Whether an address lies in a range or network, both ends included. */
export function contains(outer: AddressRange, inner: number): boolean {
  return outer.first <= inner && inner <= outer.last;
}

/** Whether two ranges share an address. */
export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** The n-th address of a network, e.g. `nthAddress("10.96.0.0/12", 10)` is "10.96.0.10". */
export function nthAddress(cidr: string, n: number): string {
  return formatAddress(network(cidr).first + n);
}
