/**
 * The token that cloudflared runs a remotely managed tunnel with: base64 of a JSON object with the
 * account's id, the tunnel's id and the tunnel's secret. It is made here because the provider has
 * lost or changed the one that the API gives.
 * https://github.com/cloudflare/terraform-provider-cloudflare/issues/5009
 *
 * @param secret the tunnel's secret, base64 of 32 random bytes
 */
export function tunnelToken(accountId: string, tunnelId: string, secret: string): string {
  return Buffer.from(JSON.stringify({ a: accountId, t: tunnelId, s: secret })).toString("base64");
}
