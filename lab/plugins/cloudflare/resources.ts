import { asArray, asObject, asString, textOf, without } from "../shared/values";
import type { Properties, Value } from "../shared/values";
import { fromApi, fromTunnelConfig, toApi, toTunnelConfig } from "./names";

/** How one resource type maps onto Cloudflare's API. */
export interface ResourceType {
  /** The inputs that must be there. */
  readonly required: readonly string[];
  /** Changing one of these makes the object anew; the schemas of the Terraform provider 5 say which. */
  readonly replaces: readonly string[];
  /** The properties that are secret. */
  readonly secret: readonly string[];
  /** Where the objects are, from the inputs or the state. */
  readonly collection: (properties: Properties) => string;
  /** How an existing object is changed. */
  readonly change: "put" | "patch";
  /** The request's body. */
  readonly body: (inputs: Properties) => Properties;
  /** The outputs that the API's answer holds. */
  readonly outputs: (result: Properties) => Properties;
  /** Whether an object that exists is the one that the inputs mean. */
  readonly means: (result: Properties, inputs: Properties) => boolean;
  /** What narrows a list down to that object. */
  readonly query?: (inputs: Properties) => Record<string, string>;
  /** A part of another object, by that one's id; it is neither created nor deleted. */
  readonly partOf?: { readonly id: string; readonly path: string };
}

const SCOPE = ["accountId", "zoneId"];

const account = (properties: Properties) => `/accounts/${textOf(properties["accountId"])}`;
const scope = (properties: Properties) =>
  asString(properties["zoneId"]) === undefined
    ? account(properties)
    : `/zones/${textOf(properties["zoneId"])}`;

const plain = {
  body: (inputs: Properties) => asObject(toApi(without(inputs, ...SCOPE))),
  outputs: (result: Properties) => without(asObject(fromApi(result)), "id"),
};

const same = (result: Properties, inputs: Properties, ...fields: string[]) =>
  fields.every((field) => result[field] === inputs[field]);

/** The types by token. */
export const TYPES: Readonly<Record<string, ResourceType>> = {
  "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared": {
    ...plain,
    required: ["accountId", "name"],
    replaces: ["accountId", "configSrc"],
    secret: ["tunnelSecret"],
    collection: (properties) => `${account(properties)}/cfd_tunnel`,
    change: "patch",
    outputs: (result) => ({
      configSrc: "local",
      // The answer to a creation holds the tunnel's secret twice; the resource has no such outputs.
      ...plain.outputs(without(result, "metadata", "credentials_file", "token")),
      metadata: JSON.stringify(result["metadata"] ?? {}),
    }),
    query: (inputs) => ({ name: textOf(inputs["name"]), is_deleted: "false" }),
    means: (result, inputs) => same(result, inputs, "name") && !result["deleted_at"],
  },
  "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig": {
    required: ["accountId", "tunnelId"],
    replaces: ["accountId", "tunnelId"],
    secret: [],
    collection: (properties) => `${account(properties)}/cfd_tunnel`,
    partOf: { id: "tunnelId", path: "configurations" },
    change: "put",
    body: (inputs) => ({ config: toTunnelConfig(inputs["config"] ?? {}) }),
    outputs: ({ version, source, created_at: createdAt, config }) => ({
      ...given({ version, source, createdAt }),
      config: fromTunnelConfig(config ?? {}),
    }),
    means: () => true,
  },
  "cloudflare:index/dnsRecord:DnsRecord": {
    ...plain,
    required: ["zoneId", "name", "type", "ttl"],
    replaces: ["zoneId"],
    secret: [],
    collection: (properties) => `/zones/${textOf(properties["zoneId"])}/dns_records`,
    change: "put",
    outputs: (result) => ({
      ...plain.outputs(without(result, "meta")),
      meta: JSON.stringify(result["meta"] ?? {}),
    }),
    query: (inputs) => ({ type: textOf(inputs["type"]) }),
    means: (result, inputs) =>
      same(result, inputs, "type", "content") &&
      fullName(inputs, result) === textOf(result["name"]),
  },
  "cloudflare:index/zeroTrustAccessApplication:ZeroTrustAccessApplication": {
    ...plain,
    required: [],
    replaces: SCOPE,
    secret: [],
    collection: (properties) => `${scope(properties)}/access/apps`,
    change: "put",
    means: (result, inputs) => same(result, inputs, "name", "domain", "type"),
  },
  "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy": {
    ...plain,
    required: ["accountId", "name", "decision"],
    replaces: ["accountId"],
    secret: [],
    collection: (properties) => `${account(properties)}/access/policies`,
    change: "put",
    means: (result, inputs) => same(result, inputs, "name"),
  },
};

/**
 * The record's name as the API gives it: the program may write it relative to the zone, which is
 * the part of the API's name that then remains.
 */
function fullName(inputs: Properties, result: Properties): string {
  const name = textOf(inputs["name"]);
  const full = textOf(result["name"]);
  const zone = asString(result["zone_name"]);
  if (name === full) return full;
  if (zone !== undefined) return name === "@" ? zone : `${name}.${zone}`;
  return full.startsWith(`${name}.`) ? full : name;
}

/** Those of the properties that are there. */
function given(properties: Record<string, Value | undefined>): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  );
}

/** The id of an object that exists in a list and is the one that the inputs mean. */
export function existingId(
  type: ResourceType,
  found: readonly Value[],
  inputs: Properties,
): string | undefined {
  const match = asArray([...found])
    .map(asObject)
    .find((result) => type.means(result, inputs));
  return asString(match?.["id"]);
}
