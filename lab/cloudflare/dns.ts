import { isIPv4, isIPv6 } from "node:net";
import type { Call, Reply } from "../simulator/http-simulator";
import { CloudflareError, bodyOf, page, success } from "./envelope";
import type { DnsRecord, Zone } from "./model";

/** Types that Cloudflare's proxy can stand in front of. */
const proxiable = ["A", "AAAA", "CNAME"];
const known = [...proxiable, "CAA", "MX", "NS", "SRV", "TXT", "HTTPS", "SVCB", "PTR", "TLSA"];

type Fields = Readonly<Record<string, unknown>>;

/**
 * DNS records of one zone: https://developers.cloudflare.com/api/resources/dns/subresources/records/
 *
 * @param records all records of the account; changed in place
 */
export function dnsRecords(
  call: Call,
  zone: Zone,
  id: string | undefined,
  records: DnsRecord[],
  newId: () => string,
): Reply {
  const own = records.filter(({ zone_id }) => zone_id === zone.id);
  if (id === undefined) {
    if (call.method === "GET") return list(call.query, own, zone);
    const record = validated(bodyOf(call), zone, own);
    const now = new Date().toISOString();
    const created = { ...record, id: newId(), created_on: now, modified_on: now };
    records.push(created);
    return success(shown(created, zone));
  }
  const index = records.findIndex((each) => each.id === id && each.zone_id === zone.id);
  const before = records[index];
  if (before === undefined) throw new CloudflareError(404, 81044, "Record does not exist.");
  switch (call.method) {
    case "GET":
      return success(shown(before, zone));
    case "PUT":
    case "PATCH": {
      const body = bodyOf(call);
      const others = own.filter((each) => each !== before);
      const record = validated(call.method === "PUT" ? body : { ...before, ...body }, zone, others);
      const { id, created_on } = before;
      const after = { ...record, id, created_on, modified_on: new Date().toISOString() };
      records[index] = after;
      return success(shown(after, zone));
    }
    case "DELETE":
      records.splice(index, 1);
      return success({ id });
    default:
      throw new CloudflareError(405, 10405, "Method not allowed for this authentication scheme");
  }
}

function list(query: URLSearchParams, own: readonly DnsRecord[], zone: Zone): Reply {
  const matches = (record: DnsRecord): boolean =>
    (["name", "content", "comment"] as const).every((field) => {
      const value = (record[field] ?? "").toLowerCase();
      const asked = (variant: string): string | undefined =>
        (
          query.get(`${field}${variant}`) ?? query.get(`${field}[${variant.slice(1)}]`)
        )?.toLowerCase();
      const exact = asked(".exact") ?? query.get(field)?.toLowerCase();
      const contains = asked(".contains");
      const starts = asked(".startswith");
      const ends = asked(".endswith");
      return (
        (exact === undefined || value === exact) &&
        (contains === undefined || value.includes(contains)) &&
        (starts === undefined || value.startsWith(starts)) &&
        (ends === undefined || value.endsWith(ends))
      );
    }) &&
    (query.get("type") ?? record.type) === record.type &&
    (query.get("proxied") ?? String(record.proxied)) === String(record.proxied);
  const shownOnes = own.filter(matches).map((record) => shown(record, zone));
  return page(shownOnes, query, { min: 1, max: 5_000_000, usual: 100 });
}

function shown(record: DnsRecord, zone: Zone): object {
  return {
    ...record,
    zone_name: zone.name,
    proxiable: proxiable.includes(record.type),
    meta: {},
  };
}

function validated(
  body: Fields,
  zone: Zone,
  others: readonly DnsRecord[],
): Omit<DnsRecord, "id" | "created_on" | "modified_on"> {
  const type = typeof body.type === "string" ? body.type.toUpperCase() : "";
  if (!known.includes(type)) throw new CloudflareError(400, 9000, "DNS record type is invalid.");
  const name = fullName(body.name, zone);
  const content = typeof body.content === "string" ? body.content : "";
  const problem = contentProblem(type, content, body.data);
  if (problem !== undefined) throw new CloudflareError(400, ...problem);
  const proxied = body.proxied === true;
  if (proxied && !proxiable.includes(type)) {
    throw new CloudflareError(400, 9004, `This record type cannot be proxied.`);
  }
  const ttl = typeof body.ttl === "number" ? body.ttl : 1;
  if (ttl !== 1 && (ttl < 60 || ttl > 86_400)) {
    throw new CloudflareError(
      400,
      9021,
      "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.",
    );
  }
  const sameName = others.filter((each) => each.name === name);
  if (sameName.some((each) => each.type === type && each.content === content)) {
    throw new CloudflareError(400, 81058, "An identical record already exists.");
  }
  const addresses = (each: string): boolean => proxiable.includes(each);
  const clash = sameName.some(
    (each) =>
      addresses(each.type) && addresses(type) && (type === "CNAME" || each.type === "CNAME"),
  );
  if (clash) {
    const message = "An A, AAAA, or CNAME record with that host already exists.";
    throw new CloudflareError(400, 81053, message);
  }
  return {
    zone_id: zone.id,
    name,
    type,
    content,
    ttl: proxied ? 1 : ttl,
    proxied,
    comment: typeof body.comment === "string" ? body.comment : null,
    tags: Array.isArray(body.tags) ? (body.tags as string[]) : [],
    settings: typeof body.settings === "object" && body.settings !== null ? body.settings : {},
    ...(typeof body.priority === "number" ? { priority: body.priority } : {}),
    ...(typeof body.data === "object" && body.data !== null ? { data: body.data } : {}),
  };
}

/** `@` and names without the zone are completed, as the API does. */
function fullName(name: unknown, zone: Zone): string {
  if (typeof name !== "string" || name === "" || name.length > 255) {
    throw new CloudflareError(400, 9000, "DNS name is invalid.");
  }
  const lower = name.toLowerCase().replace(/\.$/, "");
  if (lower === "@") return zone.name;
  return lower === zone.name || lower.endsWith(`.${zone.name}`) ? lower : `${lower}.${zone.name}`;
}

function contentProblem(
  type: string,
  content: string,
  data: unknown,
): [number, string] | undefined {
  switch (type) {
    case "A":
      return isIPv4(content)
        ? undefined
        : [9005, "Content for A record must be a valid IPv4 address."];
    case "AAAA":
      return isIPv6(content)
        ? undefined
        : [9006, "Content for AAAA record must be a valid IPv6 address."];
    case "CNAME":
      return /^[a-z0-9_*.-]+$/i.test(content)
        ? undefined
        : [9007, "Content for CNAME record is invalid."];
    default:
      return content === "" && data === undefined
        ? [9009, `Content for ${type} record is required.`]
        : undefined;
  }
}
