import { PluginError } from "../shared/errors";
import { asArray, asObject, asString, textOf } from "../shared/values";
import type { Bag, Properties } from "../shared/values";
import type { CloudflareApi } from "./api";
import { fromApi } from "./names";

type Lookup = (api: CloudflareApi, args: Properties) => Promise<Bag>;

/** The provider's functions by token. */
const FUNCTIONS: Readonly<Record<string, Lookup>> = {
  "cloudflare:index/getZone:getZone": async (api, args) => {
    const id = asString(args["zoneId"]) ?? (await onlyZone(api, asObject(args["filter"])));
    const zone = asObject(fromApi(asObject((await api.call("get", `/zones/${id}`)) as Properties)));
    return { values: { ...args, ...zone, zoneId: id }, secrets: [] };
  },
  "cloudflare:index/getZones:getZones": async (api, args) => {
    const zones = await zonesLike(api, args);
    const results = zones.slice(0, Number(args["maxItems"] ?? 1000)).map((zone) => fromApi(zone));
    return { values: { ...args, results }, secrets: [] };
  },
  "cloudflare:index/getZeroTrustTunnelCloudflaredToken:getZeroTrustTunnelCloudflaredToken": async (
    api,
    args,
  ) => {
    const { accountId, tunnelId } = args;
    const path = `/accounts/${textOf(accountId)}/cfd_tunnel/${textOf(tunnelId)}/token`;
    const token = textOf((await api.call("get", path)) as string);
    return { values: { ...args, token }, secrets: [["token"]] };
  },
};

/** Calls a function of the provider. @throws PluginError for one that the plugin does not have. */
export function invoke(api: CloudflareApi, token: string, args: Bag): Promise<Bag> {
  const lookup = FUNCTIONS[token];
  if (!lookup) {
    throw new PluginError(`${token}: the stand-in cloudflare plugin does not have this function`);
  }
  return lookup(api, args.values);
}

async function onlyZone(api: CloudflareApi, filter: Properties): Promise<string> {
  const zones = await zonesLike(api, filter);
  const id = asString(zones[0]?.["id"]);
  if (id !== undefined && zones.length === 1) return id;
  const wanted = textOf(filter["name"] ?? "the filter");
  throw new PluginError(
    zones.length === 0
      ? `Cloudflare: the token sees no zone ${wanted}`
      : `Cloudflare: ${zones.length} zones match ${wanted}; narrow it down`,
  );
}

function zonesLike(api: CloudflareApi, filter: Properties): Promise<Properties[]> {
  const account = asObject(filter["account"]);
  const query: Record<string, string> = {};
  for (const name of ["name", "status", "match", "order", "direction"]) {
    if (filter[name] !== undefined) query[name] = textOf(filter[name]);
  }
  for (const name of ["id", "name"]) {
    if (account[name] !== undefined) query[`account.${name}`] = textOf(account[name]);
  }
  const types = asArray(filter["types"]).map(textOf);
  if (types.length > 0) query["type"] = types.join(",");
  return api.list("/zones", query);
}
