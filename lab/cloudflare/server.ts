import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { Call, Protocol, Reply } from "../simulator/http-simulator";
import { StateFile } from "../simulator/state-file";
import { accessCalls, accessKinds } from "./access";
import { dnsRecords } from "./dns";
import { CloudflareError, failure, page, success } from "./envelope";
import { emptyAccount, type AccountState, type Zone } from "./model";
import { tunnelCalls } from "./tunnels";

/** The simulated account. */
export interface CloudflareAccount {
  /** Domain names of its zones. */
  readonly zones: readonly string[];
  /** The one API token that it accepts. */
  readonly token: string;
  /** Name of the account. @default "Lab" */
  readonly name?: string;
}

/** Where the API begins, as in the real one's base URL. */
export const basePath = "/client/v4";

/** The id of a zone or account of the lab: 32 hex digits that follow from its name. */
export const idOf = (kind: "zone" | "account", name: string): string =>
  createHash("sha256").update(`${kind}/${name}`).digest("hex").slice(0, 32);

/**
 * The part of Cloudflare's API that a home cluster uses: token, accounts, zones, DNS records,
 * tunnels with their configuration and token, Access applications and policies; with the real
 * API's authentication, checks, pages and error format.
 * https://developers.cloudflare.com/api/
 */
export function cloudflare(account: CloudflareAccount, stateFile: string): Protocol {
  const state = new StateFile<AccountState>(stateFile, structuredClone(emptyAccount));
  const name = account.name ?? "Lab";
  const accountId = idOf("account", name);
  const zones = account.zones.map((each): Zone => ({ id: idOf("zone", each), name: each }));
  const hexId = (): string => randomBytes(16).toString("hex");

  const shownAccount = { id: accountId, name, type: "standard", settings: {} };
  const shownZone = ({ id, name: domain }: Zone): object => ({
    id,
    name: domain,
    status: "active",
    paused: false,
    type: "full",
    account: { id: accountId, name },
    name_servers: ["ada.ns.example.com", "bob.ns.example.com"],
    permissions: ["#dns_records:edit", "#dns_records:read", "#zone:read"],
  });

  const zoneCalls = (call: Call, id: string, below: string | undefined, record?: string): Reply => {
    const zone = zones.find((each) => each.id === id);
    if (zone === undefined) return unroutable(call);
    if (below === undefined && call.method === "GET") return success(shownZone(zone));
    if (below !== "dns_records") return unroutable(call);
    return dnsRecords(call, zone, record, state.value.records, hexId);
  };

  const accountCalls = (call: Call, id: string, rest: readonly string[]): Reply => {
    if (id !== accountId) return unroutable(call);
    const [first, second, third, fourth] = rest;
    if (first === undefined) return success(shownAccount);
    if (first === "cfd_tunnel") {
      const { tunnels } = state.value;
      return tunnelCalls(call, accountId, second, third, tunnels, randomUUID);
    }
    if (first === "access" && second === "apps" && fourth === undefined) {
      return accessCalls(call, accessKinds.apps, third, state.value.applications, randomUUID);
    }
    if (first === "access" && second === "policies" && fourth === undefined) {
      return accessCalls(call, accessKinds.policies, third, state.value.policies, randomUUID);
    }
    return unroutable(call);
  };

  const route = (call: Call): Reply => {
    const [area, id, ...rest] = call.path.slice(basePath.length).split("/").filter(Boolean);
    if (area === "user") {
      return id === "tokens" && rest[0] === "verify"
        ? success({ id: idOf("account", account.token), status: "active" })
        : unroutable(call);
    }
    if (area === "zones") {
      if (id !== undefined) return zoneCalls(call, id, rest[0], rest[1]);
      const wanted = call.query.get("name");
      const owner = call.query.get("account.id") ?? accountId;
      const found = zones.filter(
        (zone) => (wanted === null || zone.name === wanted) && owner === accountId,
      );
      return page(found.map(shownZone), call.query, { min: 5, max: 50, usual: 20 });
    }
    if (area === "accounts") {
      if (id !== undefined) return accountCalls(call, id, rest);
      return page([shownAccount], call.query, { min: 5, max: 50, usual: 20 });
    }
    return unroutable(call);
  };

  return {
    error: (status, message) => failure(status, 10_000 + status, message),
    handle(call) {
      if (!call.path.startsWith(`${basePath}/`)) return unroutable(call);
      const refused = authenticate(call, account.token);
      if (refused !== undefined) return refused;
      try {
        const reply = route(call);
        if (call.method !== "GET") state.save();
        return reply;
      } catch (error) {
        if (error instanceof CloudflareError)
          return failure(error.status, error.code, error.message);
        throw error;
      }
    },
  };
}

function authenticate(call: Call, token: string): Reply | undefined {
  const header = call.headers.authorization;
  if (header === undefined) {
    const message = "Missing X-Auth-Key, X-Auth-Email or Authorization headers";
    return failure(400, 9106, message);
  }
  const given = /^Bearer (.+)$/.exec(header)?.[1];
  if (given === undefined) {
    return failure(400, 6003, "Invalid request headers");
  }
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  if (timingSafeEqual(digest(given), digest(token))) return undefined;
  return call.path.endsWith("/tokens/verify")
    ? failure(401, 1000, "Invalid API Token")
    : failure(403, 9109, "Invalid access token");
}

function unroutable(call: Call): Reply {
  const message = `Could not route to ${call.path.slice(basePath.length)}, perhaps your object identifier is invalid?`;
  return failure(404, 7003, message);
}
