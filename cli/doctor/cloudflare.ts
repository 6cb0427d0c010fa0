import type { ClusterSpec } from "../../spec/cluster";
import { failed, ok, skipped, type Check } from "./check";

/** https://developers.cloudflare.com/api/ */
const API = "https://api.cloudflare.com/client/v4";
const TIMEOUT = 5000;
const SCOPES = "give the token the scopes of docs/network.md (Cloudflare)";

interface Reply {
  readonly status: number;
  readonly result: unknown;
}

/**
 * The Cloudflare token: valid, the zone visible, and DNS, tunnels and Access readable with it.
 * Whether it may write cannot be asked without writing.
 *
 * @param token undefined where the config has none
 * @param base base URL of the API; Cloudflare's where absent
 */
export async function checkCloudflare(
  spec: ClusterSpec,
  token: string | undefined,
  base: string = API,
): Promise<Check[]> {
  const { cloudflare } = spec.ingress;
  if (cloudflare === undefined) return [];
  const domain = cloudflare.zone ?? spec.domain;
  if (token === undefined) return [skipped("Cloudflare", "no token to try")];
  const get = async (path: string): Promise<Reply | undefined> => {
    try {
      const response = await fetch(`${base}${path}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT),
      });
      const body = (await response.json()) as { readonly result?: unknown };
      return { status: response.status, result: body.result };
    } catch {
      return undefined;
    }
  };
  const verified = await get("/user/tokens/verify");
  if (verified === undefined) {
    return [failed("Cloudflare token", `${base} does not answer`, "check the way to the Internet")];
  }
  const state = (verified.result as { readonly status?: string } | null)?.status;
  if (verified.status !== 200 || state !== "active") {
    return [
      failed(
        "Cloudflare token",
        state === undefined ? "is refused" : `is ${state}`,
        `make a new one at dash.cloudflare.com/profile/api-tokens; ${SCOPES}`,
      ),
    ];
  }
  const checks = [ok("Cloudflare token", "is active")];
  const zones = await get(`/zones?name=${encodeURIComponent(domain)}`);
  const [zone] = (zones?.status === 200 ? zones.result : []) as readonly {
    readonly id: string;
    readonly account?: { readonly id: string };
  }[];
  if (zone === undefined) {
    return [
      ...checks,
      failed(`Cloudflare zone ${domain}`, "the token cannot see it", `${SCOPES}, for this zone`),
    ];
  }
  checks.push(ok(`Cloudflare zone ${domain}`, "is visible"));
  const account = zone.account?.id ?? "";
  const reads = [
    ["DNS", `/zones/${zone.id}/dns_records?per_page=5`],
    ...(cloudflare.tunnel === undefined
      ? []
      : [["tunnels", `/accounts/${account}/cfd_tunnel?per_page=5`]]),
    ...(Object.keys(cloudflare.access).length === 0
      ? []
      : [["Access", `/accounts/${account}/access/apps?per_page=5`]]),
  ];
  const answers = await Promise.all(
    reads.map(async ([what = "", path = ""]) => ({ what, reply: await get(path) })),
  );
  return [
    ...checks,
    ...answers.map(({ what, reply }) =>
      reply?.status === 200
        ? ok(`Cloudflare ${what}`, "can be read with the token")
        : failed(`Cloudflare ${what}`, "the token may not read it", SCOPES),
    ),
  ];
}
