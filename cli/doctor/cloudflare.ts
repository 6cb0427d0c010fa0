import type { ClusterSpec } from "../../spec/cluster";
import { failed, ok, skipped, warned, type Check } from "./check";
import { cloudflareApi, type CloudflareApi, type Reply } from "./cloudflare-api";
import { SCOPES, scopeChecks, type Policy } from "./cloudflare-scopes";

/** Where tokens are made. */
const DASHBOARD = "dash.cloudflare.com/profile/api-tokens";

/** Days before its end from which a token is warned of. */
const SOON = 30;
const DAY = 24 * 60 * 60 * 1000;

/**
 * The Cloudflare token: valid and for how long, the zone visible, and whether it may read and edit
 * DNS, tunnels and Access. Nothing is changed.
 *
 * @param token undefined where the config has none
 * @param base base URL of the API; Cloudflare's where absent
 */
export async function checkCloudflare(
  spec: ClusterSpec,
  token: string | undefined,
  base?: string,
): Promise<Check[]> {
  const { cloudflare } = spec.ingress;
  if (cloudflare === undefined) return [];
  if (token === undefined) return [skipped("Cloudflare", "no token to try")];
  const api = cloudflareApi(token, base);
  const domain = cloudflare.zone ?? spec.domain;
  const [user, zones] = await Promise.all([
    api("GET", "/user/tokens/verify"),
    api("GET", `/zones?name=${encodeURIComponent(domain)}`),
  ]);
  if (user === undefined) {
    const detail = "Cloudflare's API does not answer";
    return [failed("Cloudflare token", detail, "check the way to the Internet")];
  }
  const zone = zoneOf(zones);
  const owned = await owner(api, user, zone?.account);
  const check = tokenCheck(owned.reply);
  if (check.status === "failed") return [check];
  if (zone === undefined) {
    const title = `Cloudflare zone ${domain}`;
    return [check, failed(title, "the token cannot see it", `${SCOPES}, for this zone`)];
  }
  const policies = await policiesOf(api, owned);
  return [
    check,
    ok(`Cloudflare zone ${domain}`, "is visible"),
    ...(await scopeChecks(api, cloudflare, zone, policies)),
  ];
}

function zoneOf(zones: Reply | undefined) {
  if (zones?.status !== 200) return undefined;
  const [zone] = zones.result as readonly {
    readonly id: string;
    readonly account?: { readonly id: string };
  }[];
  return zone === undefined ? undefined : { id: zone.id, account: zone.account?.id ?? "" };
}

/** What `verify` says of a token, and the path that the tokens of its owner stand under. */
interface Owned {
  readonly reply: Reply;
  readonly tokens: string;
}

/**
 * A token belongs to a person, or to an account: each is verified under its owner only.
 * https://developers.cloudflare.com/fundamentals/api/get-started/account-owned-tokens/
 */
async function owner(api: CloudflareApi, user: Reply, account: string | undefined): Promise<Owned> {
  const ofUser = { reply: user, tokens: "/user/tokens" };
  if (user.status === 200 || account === undefined) return ofUser;
  const tokens = `/accounts/${account}/tokens`;
  const reply = await api("GET", `${tokens}/verify`);
  return reply?.status === 200 ? { reply, tokens } : ofUser;
}

/** https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/ */
interface Verified {
  readonly id?: string;
  readonly status?: string;
  readonly expires_on?: string;
}

function tokenCheck({ status, result }: Reply): Check {
  const title = "Cloudflare token";
  const { status: state, expires_on: end } = (result ?? {}) as Verified;
  const anew = `make a new one at ${DASHBOARD}; ${SCOPES}`;
  if (status !== 200 || state !== "active") {
    return failed(title, state === undefined ? "is refused" : `is ${state}`, anew);
  }
  if (end === undefined) return ok(title, "is active");
  const days = Math.floor((Date.parse(end) - Date.now()) / DAY);
  const detail = `is active, and ends on ${end.slice(0, 10)}`;
  return days < SOON ? warned(title, detail, `renew it at ${DASHBOARD}`) : ok(title, detail);
}

/** The token's policies, which only a token with the scope to read tokens may see. */
async function policiesOf(
  api: CloudflareApi,
  { reply, tokens }: Owned,
): Promise<readonly Policy[] | undefined> {
  const { id } = (reply.result ?? {}) as Verified;
  const token = id === undefined ? undefined : await api("GET", `${tokens}/${id}`);
  if (token?.status !== 200) return undefined;
  const { policies } = (token.result ?? {}) as { readonly policies?: readonly Policy[] };
  return Array.isArray(policies) ? (policies as readonly Policy[]) : undefined;
}
