const BYTE_UNITS = { Mi: 1, Gi: 1024, Ti: 1024 * 1024 } as const;

/** MiB of a size that the schema accepted, e.g. 10240 for `10Gi`. */
export function mebibytes(size: string): number {
  const match = /^(\d+)(Mi|Gi|Ti)$/.exec(size);
  if (match === null) throw new TypeError(`not a size: ${size}`);
  return Number(match[1]) * BYTE_UNITS[match[2] as keyof typeof BYTE_UNITS];
}

/** Thousandths of a core of an amount that the schema accepted, e.g. 250 for `250m`, 1500 for `1.5`. */
export function millicores(quantity: string): number {
  return quantity.endsWith("m")
    ? Number(quantity.slice(0, -1))
    : Math.round(Number(quantity) * 1000);
}
