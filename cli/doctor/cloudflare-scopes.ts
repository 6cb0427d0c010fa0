import type { ClusterSpec } from "../../spec/cluster";
import { failed, ok, warned, type Check } from "./check";
import type { CloudflareApi, Reply } from "./cloudflare-api";

/** What to do where a scope is missing. */
export const SCOPES = "give the token the scopes of docs/network.md (Cloudflare)";

/** The zone that records go to, and the account that it is in. */
export interface Zone {
  readonly id: string;
  readonly account: string;
}

/** A part of a token's `policies`. https://developers.cloudflare.com/api/resources/user/subresources/tokens/ */
export interface Policy {
  readonly effect?: string;
  readonly permission_groups?: readonly { readonly name?: string }[];
  /** By resource name, e.g. `com.cloudflare.api.account.zone.<id>`; nested where bound to an account. */
  readonly resources?: Readonly<Record<string, unknown>>;
}

/** Something that the token has to be able to edit. */
interface Scope {
  readonly what: string;
  /** Names of the permission group that allows it. */
  readonly group: RegExp;
  readonly on: "zone" | "account";
  /** Lists what is there. */
  readonly list: string;
  /** An edit of something that does not exist, without content. */
  readonly edit: readonly ["PATCH" | "PUT", string];
}

/** An id that Cloudflare gives nothing. */
const NO_ID = "0".repeat(32);
const NO_UUID = "00000000-0000-0000-0000-000000000000";

function scopesOf(
  { tunnel, access }: NonNullable<ClusterSpec["ingress"]["cloudflare"]>,
  { id, account }: Zone,
): Scope[] {
  const [zone, own] = [`/zones/${id}`, `/accounts/${account}`];
  return [
    {
      what: "DNS",
      group: /^DNS (?:Write|Edit)$/,
      on: "zone",
      list: `${zone}/dns_records?per_page=5`,
      edit: ["PATCH", `${zone}/dns_records/${NO_ID}`],
    },
    ...(tunnel === undefined
      ? []
      : [
          {
            what: "tunnels",
            group: /^(?:Cloudflare|Argo) Tunnel (?:Write|Edit)$/,
            on: "account" as const,
            list: `${own}/cfd_tunnel?per_page=5`,
            edit: ["PATCH", `${own}/cfd_tunnel/${NO_UUID}`] as const,
          },
        ]),
    ...(Object.keys(access).length === 0
      ? []
      : [
          {
            what: "Access",
            group: /^Access: Apps and Policies (?:Write|Edit)$/,
            on: "account" as const,
            list: `${own}/access/apps?per_page=5`,
            edit: ["PUT", `${own}/access/apps/${NO_UUID}`] as const,
          },
        ]),
  ];
}

/**
 * Whether the token may list and edit what the stack makes. Its policies say so where it may read
 * them, which few tokens may. Else an edit without content of something that does not exist is
 * tried: it can change nothing, and the answer is another one where the scope is missing.
 *
 * @param policies of the token; undefined where they cannot be read
 */
export function scopeChecks(
  api: CloudflareApi,
  cloudflare: NonNullable<ClusterSpec["ingress"]["cloudflare"]>,
  zone: Zone,
  policies: readonly Policy[] | undefined,
): Promise<Check[]> {
  return Promise.all(
    scopesOf(cloudflare, zone).map(async (scope) => {
      const title = `Cloudflare ${scope.what}`;
      if ((await api("GET", scope.list))?.status !== 200) {
        return failed(title, "the token may not read it", SCOPES);
      }
      const allowed =
        policies === undefined
          ? verdict(await api(...scope.edit))
          : policies.some((policy) => allows(policy, scope, zone));
      if (allowed === undefined) {
        return warned(
          title,
          "can be read with the token; whether it can be edited could not be found out",
          `look at dash.cloudflare.com/profile/api-tokens, or ${SCOPES}`,
        );
      }
      return allowed
        ? ok(title, "can be read and edited with the token")
        : failed(title, "can be read with the token, but not edited", SCOPES);
    }),
  );
}

/** What Cloudflare answers where it knows no such path: it says nothing of the token. */
const NO_ROUTE = [7000, 7003];

/** Whether the answer to an edit that cannot succeed means that the token may edit. */
function verdict(reply: Reply | undefined): boolean | undefined {
  if (reply === undefined || reply.codes.some((code) => NO_ROUTE.includes(code))) return undefined;
  if (reply.status === 401 || reply.status === 403) return false;
  return [400, 404, 409, 422].includes(reply.status) ? true : undefined;
}

/** Whether a policy allows a scope on the zone or its account. */
function allows(policy: Policy, { group, on }: Scope, { id, account }: Zone): boolean {
  const named = (policy.permission_groups ?? []).some(({ name = "" }) => group.test(name));
  if (policy.effect !== "allow" || !named) return false;
  const owner = `com.cloudflare.api.account.${account}`;
  const zones = [`com.cloudflare.api.account.zone.${id}`, "com.cloudflare.api.account.zone.*"];
  const accounts = [owner, "com.cloudflare.api.account.*"];
  return Object.entries(policy.resources ?? {}).some(([name, below]) =>
    typeof below === "object" && below !== null
      ? accounts.includes(name) && on === "zone" && zones.some((one) => one in below)
      : (on === "zone" ? zones : accounts).includes(name),
  );
}
