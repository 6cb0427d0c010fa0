import { formatAddress, type AddressRange } from "../../address";

/** `first-last` of a range. */
export function formatRange({ first, last }: AddressRange): string {
  return `${formatAddress(first)}-${formatAddress(last)}`;
}
