import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../../spec/cluster";
import type { Endpoints } from "../../spec/endpoints";
import type { SecretValues } from "../contracts/context";
import { accessRules } from "./access";
import { ACCESS_SCOPE, TUNNEL_SCOPE, ZONE_SCOPES, findZone, type Zone } from "./zone";

/** Arguments of {@link CloudflareAccount}. */
export interface CloudflareAccountArgs {
  /** A cluster with `ingress.cloudflare`. */
  readonly spec: ClusterSpec;
  /** Base URL of Cloudflare's API; the provider's default where undefined. */
  readonly endpoint: string | undefined;
  /** API token; docs/network.md has its scopes. */
  readonly apiToken: pulumi.Input<string>;
}

/** Cloudflare with the cluster's token, and the cluster's zone in it. */
export class CloudflareAccount extends pulumi.ComponentResource {
  readonly provider: cloudflare.Provider;
  /**
   * The zone, looked up by its name.
   *
   * @throws RunError naming the zone, the config key and the token's scopes
   */
  readonly zone: Promise<Zone>;

  constructor(
    name: string,
    { spec, endpoint, apiToken }: CloudflareAccountArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("hearth:cloudflare:Account", name, {}, opts);
    this.provider = new cloudflare.Provider(
      `${name}-provider`,
      {
        apiToken: pulumi.secret(apiToken),
        ...(endpoint === undefined ? {} : { baseUrl: endpoint }),
      },
      { parent: this },
    );
    // No parent: a lookup waits for all children of its parent.
    this.zone = findZone(spec.ingress.cloudflare?.zone ?? spec.domain, scopesOf(spec), {
      provider: this.provider,
    });
    this.registerOutputs({});
  }
}

/** Cloudflare with the token of the config, where the cluster uses it. */
export function openCloudflare(
  spec: ClusterSpec,
  { cloudflare: endpoint }: Pick<Endpoints, "cloudflare">,
  secrets: SecretValues,
): CloudflareAccount | undefined {
  const apiToken = secrets["cloudflareApiToken"];
  if (spec.ingress.cloudflare === undefined || apiToken === undefined) return undefined;
  return new CloudflareAccount("cloudflare-account", { spec, endpoint, apiToken });
}

/** What the token has to allow for this cluster. */
function scopesOf(spec: ClusterSpec): string[] {
  return [
    ...ZONE_SCOPES,
    ...(spec.ingress.cloudflare?.tunnel === undefined ? [] : [TUNNEL_SCOPE]),
    ...(accessRules(spec).length === 0 ? [] : [ACCESS_SCOPE]),
  ];
}
