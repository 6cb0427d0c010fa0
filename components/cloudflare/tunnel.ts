import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { ClusterSpec } from "../../spec/cluster";
import { tunnelGatewayOf } from "../../spec/queries";
import { accessRules, type AccessRule } from "./access";
import type { CloudflareAccount } from "./account";
import { tunnelIngress } from "./tunnel-ingress";
import { tunnelToken } from "./tunnel-token";
import type { Zone } from "./zone";

/** Bytes of a tunnel's secret; Cloudflare asks for at least 32. */
const SECRET_BYTES = 32;
/** Cloudflare's word for a time to live that it chooses itself; the only one for proxied records. */
const AUTOMATIC_TTL = 1;

/** Arguments of {@link CloudflareTunnel}. */
export interface CloudflareTunnelArgs {
  /** A cluster with a tunnel (`ingress.cloudflare.tunnel`). */
  readonly spec: ClusterSpec;
  readonly account: Pick<CloudflareAccount, "provider" | "zone">;
}

/**
 * The way from the Internet to the cluster: a remotely managed tunnel with a secret of our own, its
 * ingress rules, the public gateway's name as a proxied record of it, and Access in front of the
 * apps that ask for it. It needs no cluster, so it is made from the start.
 */
export class CloudflareTunnel extends pulumi.ComponentResource {
  readonly tunnelId: pulumi.Output<string>;
  /** Name that records of the tunnel point to, `<id>.cfargotunnel.com`. */
  readonly tunnelHostname: pulumi.Output<string>;
  /** What cloudflared runs the tunnel with; secret. */
  readonly token: pulumi.Output<string>;

  constructor(
    name: string,
    { spec, account }: CloudflareTunnelArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("hearth:cloudflare:Tunnel", name, {}, opts);
    const settings = spec.ingress.cloudflare;
    const gateway = tunnelGatewayOf(spec);
    if (settings?.tunnel === undefined || gateway === undefined) {
      throw new Error(`${spec.name} has no tunnel, or not its gateway`);
    }
    const child = { parent: this, provider: account.provider };
    const zone = pulumi.output(account.zone);
    const { accountId } = zone;

    const secret = new random.RandomBytes(
      `${name}-secret`,
      { length: SECRET_BYTES },
      { parent: this },
    );
    const tunnel = new cloudflare.ZeroTrustTunnelCloudflared(
      `${name}-tunnel`,
      {
        accountId,
        name: settings.tunnel.name ?? spec.name,
        configSrc: "cloudflare",
        tunnelSecret: secret.base64,
      },
      // The API never gives the secret back, so every comparison with it is a false difference.
      { ...child, ignoreChanges: ["tunnelSecret"], additionalSecretOutputs: ["tunnelSecret"] },
    );
    this.tunnelId = tunnel.id;
    this.tunnelHostname = pulumi.interpolate`${tunnel.id}.cfargotunnel.com`;
    this.token = pulumi.secret(
      pulumi
        .all([accountId, tunnel.id, secret.base64])
        .apply(([account, id, bytes]) => tunnelToken(account, id, bytes)),
    );
    new cloudflare.ZeroTrustTunnelCloudflaredConfig(
      `${name}-ingress`,
      {
        accountId,
        tunnelId: tunnel.id,
        source: "cloudflare",
        config: {
          ingresses: tunnelIngress(spec).map(({ originRequest, ...rule }) => ({
            ...rule,
            ...(originRequest === undefined ? {} : { originRequest: { ...originRequest } }),
          })),
        },
      },
      child,
    );
    new cloudflare.DnsRecord(
      `${name}-record`,
      {
        zoneId: zone.id,
        name: gateway.target,
        type: "CNAME",
        content: this.tunnelHostname,
        proxied: true,
        ttl: AUTOMATIC_TTL,
        comment: `Tunnel of the cluster ${spec.name}`,
      },
      child,
    );
    for (const rule of accessRules(spec)) accessApplication(name, spec, rule, zone, child);
    this.registerOutputs({ tunnelId: this.tunnelId, tunnelHostname: this.tunnelHostname });
  }
}

function accessApplication(
  name: string,
  spec: ClusterSpec,
  { app, destinations, emails, emailDomains, sessionHours }: AccessRule,
  zone: pulumi.Output<Zone>,
  opts: pulumi.CustomResourceOptions,
): void {
  const { accountId } = zone;
  const sessionDuration = `${String(sessionHours)}h`;
  const policy = new cloudflare.ZeroTrustAccessPolicy(
    `${name}-policy-${app}`,
    {
      accountId,
      name: `${spec.name} ${app}`,
      decision: "allow",
      includes: [
        ...emails.map((email) => ({ email: { email } })),
        ...emailDomains.map((domain) => ({ emailDomain: { domain } })),
      ],
      sessionDuration,
    },
    opts,
  );
  new cloudflare.ZeroTrustAccessApplication(
    `${name}-access-${app}`,
    {
      accountId,
      name: `${spec.name} ${app}`,
      type: "self_hosted",
      domain: destinations[0],
      destinations: destinations.map((uri) => ({ type: "public", uri })),
      sessionDuration,
      policies: [{ id: policy.id, precedence: 1 }],
    },
    opts,
  );
}
