/** What the simulated Cloudflare account holds; the shape of its state file. */

/** A domain of the account. */
export interface Zone {
  readonly id: string;
  readonly name: string;
}

/** A record as the API writes it. */
export interface DnsRecord {
  id: string;
  zone_id: string;
  name: string;
  type: string;
  content: string;
  ttl: number;
  proxied: boolean;
  comment: string | null;
  tags: string[];
  priority?: number;
  data?: object;
  settings: object;
  created_on: string;
  modified_on: string;
}

/** A tunnel and its ingress rules. */
export interface Tunnel {
  id: string;
  account_tag: string;
  name: string;
  config_src: "local" | "cloudflare";
  /** Base64, at least 32 bytes. Never part of an answer but inside the token. */
  secret: string;
  created_at: string;
  deleted_at: string | null;
  /** Ingress configuration, by version. */
  configuration: { version: number; config: object };
}

/** An Access application or policy: what was sent, with what the API adds. */
export interface AccessObject {
  id: string;
  name: string;
  created_at: string;
  updated_at: string;
  [field: string]: unknown;
}

/** All that the account holds. */
export interface AccountState {
  records: DnsRecord[];
  tunnels: Tunnel[];
  applications: AccessObject[];
  policies: AccessObject[];
}

/** An account that nobody has used yet. */
export const emptyAccount: AccountState = {
  records: [],
  tunnels: [],
  applications: [],
  policies: [],
};
