import { randomBytes } from "node:crypto";
import type { Call, Reply } from "../simulator/http-simulator";
import { CloudflareError, bodyOf, page, success } from "./envelope";
import type { Tunnel } from "./model";

/**
 * Tunnels of one account, and what is below one (`token`, `configurations`, `connections`):
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/tunnels/
 *
 * @param tunnels all tunnels of the account, deleted ones too; changed in place
 */
export function tunnelCalls(
  call: Call,
  account: string,
  id: string | undefined,
  below: string | undefined,
  tunnels: Tunnel[],
  newId: () => string,
): Reply {
  if (id === undefined) {
    return call.method === "GET"
      ? list(call.query, tunnels)
      : create(bodyOf(call), account, tunnels, newId);
  }
  const tunnel = tunnels.find((each) => each.id === id);
  if (tunnel === undefined) throw new CloudflareError(404, 1003, "Tunnel not found.");
  switch (below) {
    case "token":
      return success(tokenOf(tunnel));
    case "configurations":
      return configuration(call, tunnel);
    case "connections":
      return success(call.method === "GET" ? [] : null);
    case undefined:
      return one(call, tunnel, tunnels);
    default:
      throw new CloudflareError(404, 7003, `Could not route to ${call.path}.`);
  }
}

function create(
  body: Record<string, unknown>,
  account: string,
  tunnels: Tunnel[],
  newId: () => string,
): Reply {
  const { name, config_src = "local", tunnel_secret } = body;
  if (typeof name !== "string" || name === "") {
    throw new CloudflareError(400, 1001, "Tunnel name is required.");
  }
  if (config_src !== "local" && config_src !== "cloudflare") {
    throw new CloudflareError(400, 1002, "config_src must be local or cloudflare.");
  }
  const secret =
    typeof tunnel_secret === "string" ? tunnel_secret : randomBytes(32).toString("base64");
  checkSecret(secret);
  if (tunnels.some((each) => each.name === name && each.deleted_at === null)) {
    throw new CloudflareError(409, 1013, "You already have a tunnel with this name.");
  }
  const tunnel: Tunnel = {
    id: newId(),
    account_tag: account,
    name,
    config_src,
    secret,
    created_at: new Date().toISOString(),
    deleted_at: null,
    configuration: { version: 0, config: { ingress: [{ service: "http_status:404" }] } },
  };
  tunnels.push(tunnel);
  const credentials = {
    AccountTag: account,
    TunnelID: tunnel.id,
    TunnelName: name,
    TunnelSecret: secret,
  };
  return success({ ...shown(tunnel), credentials_file: credentials, token: tokenOf(tunnel) });
}

function one(call: Call, tunnel: Tunnel, tunnels: readonly Tunnel[]): Reply {
  if (call.method === "GET") return success(shown(tunnel));
  if (tunnel.deleted_at !== null) throw new CloudflareError(404, 1003, "Tunnel not found.");
  if (call.method === "DELETE") {
    tunnel.deleted_at = new Date().toISOString();
    return success(shown(tunnel));
  }
  const { name, tunnel_secret } = bodyOf(call);
  if (typeof tunnel_secret === "string") {
    checkSecret(tunnel_secret);
    tunnel.secret = tunnel_secret;
  }
  if (typeof name === "string") {
    const taken = (each: Tunnel): boolean =>
      each !== tunnel && each.name === name && each.deleted_at === null;
    if (tunnels.some(taken)) {
      throw new CloudflareError(409, 1013, "You already have a tunnel with this name.");
    }
    tunnel.name = name;
  }
  return success(shown(tunnel));
}

function list(query: URLSearchParams, tunnels: readonly Tunnel[]): Reply {
  const deleted = query.get("is_deleted");
  const name = query.get("name");
  const uuid = query.get("uuid");
  const found = tunnels.filter(
    (tunnel) =>
      (deleted === null || String(tunnel.deleted_at !== null) === deleted) &&
      (name === null || tunnel.name === name) &&
      (uuid === null || tunnel.id === uuid),
  );
  return page(found.map(shown), query, { min: 1, max: 1000, usual: 20 });
}

function configuration(call: Call, tunnel: Tunnel): Reply {
  if (call.method === "PUT") {
    const { config } = bodyOf(call) as { config?: { ingress?: Rule[] } };
    checkIngress(config?.ingress);
    tunnel.configuration = { version: tunnel.configuration.version + 1, config: config ?? {} };
  }
  return success({
    account_id: tunnel.account_tag,
    tunnel_id: tunnel.id,
    ...tunnel.configuration,
    source: tunnel.config_src,
    created_at: tunnel.created_at,
  });
}

interface Rule {
  hostname?: string;
  path?: string;
  service?: string;
}

/** The last rule must take what no other took, as cloudflared demands. */
function checkIngress(ingress: readonly Rule[] | undefined): void {
  if (ingress === undefined) return;
  const last = ingress.at(-1);
  const invalid = (message: string): never => {
    throw new CloudflareError(400, 1056, `Bad Configuration: ${message}`);
  };
  if (last === undefined) invalid("ingress needs at least one rule");
  if (last?.hostname || last?.path) invalid("The last ingress rule must match all URLs");
  for (const [index, { hostname, path, service }] of ingress.entries()) {
    if (!service) invalid(`Rule #${index + 1} has no service`);
    if (index < ingress.length - 1 && !hostname && !path) {
      invalid(
        `Rule #${index + 1} is matching all URLs, so the following rules will never be triggered`,
      );
    }
  }
}

function checkSecret(secret: string): void {
  if (Buffer.from(secret, "base64").length < 32) {
    throw new CloudflareError(400, 1010, "tunnel_secret must be at least 32 bytes, base64.");
  }
}

/** What `cloudflared tunnel run --token` takes: base64 of JSON with account, tunnel and secret. */
function tokenOf(tunnel: Tunnel): string {
  const token = { a: tunnel.account_tag, t: tunnel.id, s: tunnel.secret };
  return Buffer.from(JSON.stringify(token)).toString("base64");
}

function shown(tunnel: Tunnel): object {
  const { id, account_tag, name, config_src, created_at, deleted_at } = tunnel;
  return {
    id,
    account_tag,
    name,
    config_src,
    created_at,
    deleted_at,
    tun_type: "cfd_tunnel",
    status: "inactive",
    remote_config: config_src === "cloudflare",
    connections: [],
    conns_active_at: null,
    conns_inactive_at: null,
    metadata: {},
  };
}
