import { profiles } from "./profiles";

/** A machine as the user describes it. */
export interface NodeAnswer {
  readonly name: string;
  readonly role: string;
  /** Name of a hardware profile. */
  readonly hardware: string;
  readonly address: string;
  /** Bus (`nvme`), device (`/dev/…`) or model pattern of the disk that Talos is installed to. */
  readonly disk: string;
}

/** Everything that `init` has to know. Nothing of it is checked yet. */
export interface Answers {
  readonly name: string;
  readonly domain: string;
  readonly timeZone: string;
  readonly lan: string;
  readonly gateway: string;
  /** `first-last`, empty for none. */
  readonly dhcp: string;
  /** Empty for none. */
  readonly vip: string;
  /** `first-last`. */
  readonly loadBalancer: string;
  readonly internal: string;
  /** Empty where there is no tunnel. */
  readonly external: string;
  readonly tunnel: boolean;
  /** Contact for Let's Encrypt; only with a tunnel. */
  readonly email: string;
  /** `onepassword`, `akeyless` or `generated`. */
  readonly secretStore: string;
  /** Vault of 1Password. */
  readonly vault: string;
  readonly nodes: readonly NodeAnswer[];
}

/** The bus of the first disk of a profile: what Talos is installed to unless the user knows better. */
export function usualDisk(hardware: string): string {
  return profiles[hardware]?.profile.disks?.[0]?.transport ?? "";
}
