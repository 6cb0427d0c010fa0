import type { KubeObject } from "../../kubernetes/client";

/** A pool as CiliumLoadBalancerIPPool gives it. */
interface PoolSpec {
  blocks?: { cidr?: string; start?: string; stop?: string }[];
  serviceSelector?: { matchLabels?: Record<string, string> };
  disabled?: boolean;
}

/** What a Service asks of the pools. */
export interface AddressRequest {
  /** Addresses that it must have; empty for any one. */
  readonly wanted: readonly string[];
  /** Services with the same key may have the same address. */
  readonly sharingKey?: string;
}

/** Either the addresses, or why there are none, in Cilium's words. */
export type AddressAnswer =
  | { readonly addresses: readonly string[] }
  | { readonly reason: "no_pool" | "out_of_ips" | "already_allocated"; readonly message: string };

/** https://docs.cilium.io/en/stable/network/lb-ipam/#requesting-ips */
export function requestOf(service: KubeObject): AddressRequest {
  const annotations = service.metadata.annotations ?? {};
  const spec = service.spec as { loadBalancerIP?: string };
  const listed = annotations["lbipam.cilium.io/ips"] ?? annotations["io.cilium/lb-ipam-ips"];
  const wanted = (listed ?? spec.loadBalancerIP ?? "").split(",").map((each) => each.trim());
  const sharingKey = annotations["lbipam.cilium.io/sharing-key"];
  return {
    wanted: wanted.filter(Boolean),
    ...(sharingKey === undefined ? {} : { sharingKey }),
  };
}

/**
 * Assigns load-balancer addresses the way Cilium's LB IPAM does: a wanted address must lie in a
 * pool that selects the Service and must be free, or shared under the same key; otherwise the
 * lowest free one is taken. IPv4 only.
 */
export class AddressBook {
  private readonly held = new Map<string, { addresses: readonly string[]; sharingKey?: string }>();

  /** Takes an assignment over that the cluster has already. */
  adopt(service: string, addresses: readonly string[], request: AddressRequest): void {
    this.held.set(service, { ...request, addresses });
  }

  of(service: string): readonly string[] {
    return this.held.get(service)?.addresses ?? [];
  }

  release(service: string): void {
    this.held.delete(service);
  }

  assign(service: KubeObject, key: string, pools: readonly KubeObject[]): AddressAnswer {
    const request = requestOf(service);
    const ranges = pools.filter((pool) => selects(pool, service)).flatMap(rangesOf);
    const before = this.held.get(key);
    this.held.delete(key);
    if (ranges.length === 0) return { reason: "no_pool", message: "no pool selects the service" };
    const answer = this.choose(request, ranges, before?.addresses ?? []);
    if ("addresses" in answer) this.adopt(key, answer.addresses, request);
    return answer;
  }

  private choose(
    request: AddressRequest,
    ranges: readonly (readonly [number, number])[],
    before: readonly string[],
  ): AddressAnswer {
    const inPool = (address: string): boolean => {
      const value = toNumber(address);
      return ranges.some(([first, last]) => first <= value && value <= last);
    };
    if (request.wanted.length > 0) {
      for (const address of request.wanted) {
        if (!inPool(address)) return { reason: "no_pool", message: `${address} is in no pool` };
        const holder = this.holder(address, request.sharingKey);
        if (holder !== undefined) {
          return { reason: "already_allocated", message: `${address} belongs to ${holder}` };
        }
      }
      return { addresses: request.wanted };
    }
    const kept = before.filter((address) => inPool(address) && !this.holder(address));
    if (kept.length > 0) return { addresses: kept };
    for (const [first, last] of ranges) {
      for (let value = first; value <= last; value += 1) {
        const address = toAddress(value);
        if (this.holder(address) === undefined) return { addresses: [address] };
      }
    }
    return { reason: "out_of_ips", message: "every address of the pools is taken" };
  }

  private holder(address: string, sharingKey?: string): string | undefined {
    for (const [service, entry] of this.held) {
      if (!entry.addresses.includes(address)) continue;
      if (sharingKey === undefined || entry.sharingKey !== sharingKey) return service;
    }
    return undefined;
  }
}

function selects(pool: KubeObject, service: KubeObject): boolean {
  const { disabled, serviceSelector } = pool.spec as PoolSpec;
  const labels = service.metadata.labels ?? {};
  const wanted = Object.entries(serviceSelector?.matchLabels ?? {});
  return disabled !== true && wanted.every(([name, value]) => labels[name] === value);
}

function rangesOf(pool: KubeObject): [number, number][] {
  return ((pool.spec as PoolSpec).blocks ?? []).map(({ cidr, start, stop }) => {
    if (cidr === undefined) {
      const first = toNumber(start ?? "");
      return [first, stop === undefined ? first : toNumber(stop)];
    }
    const [network = "", bits = "32"] = cidr.split("/");
    const size = 2 ** (32 - Number(bits));
    const first = Math.floor(toNumber(network) / size) * size;
    return [first, first + size - 1];
  });
}

const toNumber = (address: string): number =>
  address.split(".").reduce((value, byte) => value * 256 + Number(byte), 0);

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
