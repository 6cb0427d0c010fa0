import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";

/** A zone and the account that owns it. */
export interface Zone {
  readonly id: string;
  readonly accountId: string;
}

/** Scopes that every API token needs, as the dashboard names them. */
export const ZONE_SCOPES = ["Zone: Zone: Read", "Zone: DNS: Edit"] as const;

/** What a tunnel asks for besides. */
export const TUNNEL_SCOPE = "Account: Cloudflare Tunnel: Edit";

/** What Access asks for besides. */
export const ACCESS_SCOPE = "Account: Access: Apps and Policies: Edit";

/**
 * Looks up a zone by its name. This is the only call that a preview makes to Cloudflare.
 *
 * @throws RunError naming the zone, the config key and the token's scopes
 */
export async function findZone(
  name: string,
  scopes: readonly string[],
  opts: pulumi.InvokeOptions,
): Promise<Zone> {
  try {
    const { zoneId, account } = await cloudflare.getZone({ filter: { name } }, opts);
    return { id: zoneId, accountId: account.id };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ");
    throw new pulumi.RunError(
      `ingress.cloudflare.zone = "${name}": Cloudflare shows no such zone to this token (${reason}); ` +
        `correct the zone, or give hearth:cloudflareApiToken a token for it with the scopes ` +
        scopes.join(", "),
    );
  }
}
