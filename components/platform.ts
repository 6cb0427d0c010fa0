import * as pulumi from "@pulumi/pulumi";
import { isPlatformApp } from "../spec/app/app";
import type { ClusterSpec } from "../spec/cluster";
import type { Endpoints } from "../spec/endpoints";
import { routesOf } from "../spec/queries";
import { appBundle } from "./app/bundle";
import { backupBundles } from "./backup";
import { CloudflareTunnel, openCloudflare, type CloudflareAccount } from "./cloudflare";
import { ClusterAccess } from "./cluster";
import type { Bundle } from "./contracts/bundle";
import { Registry, type SecretValues } from "./contracts/context";
import { databaseBundles } from "./database";
import { deliver } from "./delivery/deliver";
import { identityBundles } from "./identity";
import { monitoringBundles } from "./monitoring";
import { networkBundles } from "./network";
import { secretsBundles } from "./secrets";
import { storageBundles } from "./storage";
import { systemBundles } from "./system";
import { TalosCluster } from "./talos";

/** Arguments of {@link Platform}. */
export interface PlatformArgs {
  /** The valid cluster. */
  readonly spec: ClusterSpec;
  /** Where the world is. */
  readonly endpoints: Endpoints;
  /** Secret values from config, by key. */
  readonly secrets: SecretValues;
}

/**
 * Everything that is delivered into the cluster, layer by layer. The order here is for reading: what
 * waits for what follows from the objects (components/contracts/order.ts).
 */
export function bundlesOf(spec: ClusterSpec): Bundle[] {
  return [
    ...networkBundles(spec),
    ...secretsBundles(spec),
    ...systemBundles(spec),
    ...storageBundles(spec),
    ...backupBundles(spec),
    ...databaseBundles(spec),
    ...monitoringBundles(spec),
    ...identityBundles(spec),
    ...Object.values(spec.apps).flatMap((app) =>
      isPlatformApp(app) ? [] : [appBundle(spec, app)],
    ),
  ];
}

/** A whole cluster: from bare machines to running apps. */
export class Platform extends pulumi.ComponentResource {
  /** The stack outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;

  /**
   * Registers the whole cluster, after a look at what it uses outside: an account that refuses is
   * found before anything is made, also by an up without a preview.
   *
   * @throws RunError where Cloudflare does not show the zone
   */
  static async build(name: string, args: PlatformArgs): Promise<Platform> {
    const account = openCloudflare(args.spec, args.endpoints, args.secrets);
    await account?.zone;
    return new Platform(name, args, account);
  }

  private constructor(
    name: string,
    { spec, endpoints, secrets }: PlatformArgs,
    account: CloudflareAccount | undefined,
  ) {
    super("hearth:platform:Platform", name, {});
    const parent = { parent: this };
    // It waits for nothing of the cluster.
    const tunnel =
      account === undefined || spec.ingress.cloudflare?.tunnel === undefined
        ? undefined
        : new CloudflareTunnel("cloudflare", { spec, account }, parent);
    const talos = new TalosCluster("talos", { spec, endpoints, secrets }, parent);
    const { kubeconfig } = talos;
    const { provider } = new ClusterAccess("cluster", { spec, kubeconfig }, parent);
    const values = {
      ...secrets,
      ...(tunnel === undefined ? {} : { cloudflareTunnelToken: tunnel.token }),
    };
    const machines = Object.values(talos.machines);
    deliver(
      bundlesOf(spec),
      { spec, provider, kubeconfig, machines, registry: new Registry(), secrets: values },
      this,
    );
    this.outputs = {
      gatewayIps: Object.fromEntries(
        Object.values(spec.gateways).map((gateway) => [gateway.name, gateway.address]),
      ),
      kubeApiEndpoint: endpoints.kubernetes,
      nodes: Object.fromEntries(
        Object.entries(spec.nodes).map(([node, { address }]) => [node, address]),
      ),
      appUrls: appUrls(spec),
      ...(tunnel === undefined
        ? {}
        : { tunnelId: tunnel.tunnelId, tunnelHostname: tunnel.tunnelHostname }),
      machineConfigDigests: talos.machineConfigDigests,
      kubeconfig,
      talosconfig: talos.talosconfig,
    };
    this.registerOutputs({ ...this.outputs });
  }
}

/** Address of every HTTP route, by app and route. */
function appUrls(spec: ClusterSpec): Record<string, string> {
  return Object.fromEntries(
    routesOf(spec).flatMap(({ app, key, route, host }) => {
      if (host === undefined || route.protocol !== "HTTP") return [];
      const name = Object.keys(app.routes).length === 1 ? app.name : `${app.name}/${key}`;
      return [[name, `https://${host}${route.path === "/" ? "" : route.path}`]];
    }),
  );
}
