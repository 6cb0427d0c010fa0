import * as pulumi from "@pulumi/pulumi";
import * as talos from "@pulumiverse/talos";
import type { ClusterSpec } from "../../spec/cluster";
import type { Endpoints } from "../../spec/endpoints";
import { controlPlanesOf, nodesOf, workersOf, type NamedNode } from "../../spec/queries";
import type { SecretValues } from "../contracts/context";
import { machineConfiguration } from "./machine-configuration";
import { machineConfigDigests } from "./patches";
import { imageName } from "./schematic";
import { registerSchematics, whenImageExists } from "./schematics";

/** Image Factory that the provider talks to unless it is told otherwise. */
const PUBLIC_IMAGE_FACTORY = "https://factory.talos.dev";

/** Arguments of {@link TalosCluster}. */
export interface TalosClusterArgs {
  readonly spec: ClusterSpec;
  /** Where the machines, the Kubernetes API and the Image Factory are found. */
  readonly endpoints: Endpoints;
  /**
   * Secret config values by name; those that `talos.registryAuth` names are used.
   * @default none
   */
  readonly secrets?: SecretValues;
}

/**
 * Bare machines become a Talos cluster: schematics → secrets → a config a node → bootstrap →
 * kubeconfig. Machines are configured in place, control planes one after another and before the
 * workers; nothing is contacted in a preview.
 *
 * Losing the secrets loses the cluster, so they and the bootstrap are protected.
 */
export class TalosCluster extends pulumi.ComponentResource {
  /** Administrator's kubeconfig; its server is the VIP. Secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Client config of talosctl with all control planes as endpoints. Secret. */
  readonly talosconfig: pulumi.Output<string>;
  /** SHA-256 of each node's config without its secrets, by host name. */
  readonly machineConfigDigests: Readonly<Record<string, string>>;
  /** The application of each node's config, by host name. */
  readonly machines: Readonly<Record<string, talos.machine.ConfigurationApply>>;
  /** The bootstrap of etcd. What lives in the cluster is gone when this is. */
  readonly bootstrap: talos.machine.Bootstrap;

  constructor(name: string, args: TalosClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("hearth:talos:TalosCluster", name, {}, opts);
    const { spec, endpoints } = args;
    const { timeouts } = spec;
    const child: pulumi.CustomResourceOptions = {
      parent: this,
      ...this.#provider(name, endpoints),
    };
    const [first, ...others] = controlPlanesOf(spec);
    if (first === undefined) throw new TypeError("a cluster without control plane");

    const schematics = registerSchematics(name, spec, child);
    const secrets = new talos.machine.Secrets(
      `${name}-secrets`,
      { talosVersion: spec.talos.contractVersion },
      {
        ...child,
        protect: true,
        // A lower version would replace every key of the cluster, and none has to follow Talos.
        ignoreChanges: ["talosVersion"],
        additionalSecretOutputs: ["machineSecrets", "clientConfiguration"],
      },
    );
    const clientConfiguration = pulumi.secret(secrets.clientConfiguration);
    const machines: Record<string, talos.machine.ConfigurationApply> = {};
    const source = {
      clusterEndpoint: endpoints.kubernetes,
      machineSecrets: secrets.machineSecrets,
      values: args.secrets ?? {},
    };
    const configure = (named: NamedNode, after: pulumi.Resource | undefined) => {
      const configuration = machineConfiguration(spec, named, source, child);
      const schematic = schematics.get(imageName(named));
      const machine = new talos.machine.ConfigurationApply(
        `${name}-config-${named.name}`,
        {
          clientConfiguration,
          machineConfigurationInput:
            schematic === undefined
              ? configuration
              : whenImageExists(named, schematic, configuration),
          node: named.node.address,
          endpoint: endpointOf(endpoints, named),
          // The other safe mode, staged_if_needing_reboot, asks the machine during a preview.
          applyMode: "auto",
          timeouts: { create: timeouts.machines, update: timeouts.machines },
          ...onDestroy(named, named === first),
        },
        {
          ...child,
          ...(after === undefined ? {} : { dependsOn: [after] }),
          additionalSecretOutputs: [
            "clientConfiguration",
            "machineConfiguration",
            "machineConfigurationInput",
          ],
        },
      );
      machines[named.name] = machine;
      return machine;
    };

    let last = configure(first, undefined);
    this.bootstrap = new talos.machine.Bootstrap(
      `${name}-bootstrap`,
      {
        clientConfiguration,
        node: first.node.address,
        endpoint: endpointOf(endpoints, first),
        timeouts: { create: timeouts.bootstrap },
      },
      {
        ...child,
        dependsOn: [last],
        protect: true,
        // It has happened; where it happened is of no more interest when that machine goes.
        ignoreChanges: ["node", "endpoint"],
        additionalSecretOutputs: ["clientConfiguration"],
      },
    );
    for (const named of others) last = configure(named, last);
    for (const named of workersOf(spec)) configure(named, last);

    const kubeconfig = new talos.cluster.Kubeconfig(
      `${name}-kubeconfig`,
      {
        clientConfiguration,
        node: first.node.address,
        endpoint: endpointOf(endpoints, first),
        certificateRenewalDuration: spec.talos.kubeconfigRenewal,
        timeouts: { create: timeouts.machines, update: timeouts.machines },
      },
      {
        ...child,
        dependsOn: [this.bootstrap],
        additionalSecretOutputs: [
          "kubeconfigRaw",
          "kubernetesClientConfiguration",
          "clientConfiguration",
        ],
      },
    );
    this.machines = machines;
    this.kubeconfig = pulumi.secret(kubeconfig.kubeconfigRaw);
    this.talosconfig = talosconfig(args, clientConfiguration, child);
    this.machineConfigDigests = machineConfigDigests(spec);
    this.registerOutputs({
      kubeconfig: this.kubeconfig,
      talosconfig: this.talosconfig,
      machineConfigDigests: this.machineConfigDigests,
      // Roles are inside the secret configs; the policies count the control planes here.
      controlPlanes: controlPlanesOf(spec).map((named) => named.name),
    });
  }

  /** An own provider only where the Image Factory is not the public one. */
  #provider(name: string, { imageFactory }: Endpoints): { provider?: talos.Provider } {
    if (imageFactory === PUBLIC_IMAGE_FACTORY) return {};
    return {
      provider: new talos.Provider(
        `${name}-provider`,
        { imageFactoryUrl: imageFactory },
        { parent: this },
      ),
    };
  }
}

function endpointOf(endpoints: Endpoints, { name, node }: NamedNode): string {
  return endpoints.nodes[name] ?? node.address;
}

/**
 * What happens to a machine that leaves the stack: nothing, unless the spec wants it wiped. The
 * last member of etcd cannot leave it gracefully.
 */
function onDestroy(
  { node }: NamedNode,
  isFirst: boolean,
): Pick<talos.machine.ConfigurationApplyArgs, "onDestroy"> {
  if (!node.resetOnDestroy) return {};
  return { onDestroy: { reset: true, graceful: !isFirst, reboot: true } };
}

function talosconfig(
  { spec, endpoints }: TalosClusterArgs,
  clientConfiguration: talos.machine.Secrets["clientConfiguration"],
  { parent, provider }: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const configuration = talos.client.getConfigurationOutput(
    {
      clusterName: spec.name,
      clientConfiguration,
      endpoints: controlPlanesOf(spec).map((named) => endpointOf(endpoints, named)),
      nodes: nodesOf(spec).map(({ node }) => node.address),
    },
    {
      ...(parent === undefined ? {} : { parent }),
      ...(provider === undefined ? {} : { provider }),
    },
  );
  return pulumi.secret(configuration.talosConfig);
}
