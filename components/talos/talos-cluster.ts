import * as pulumi from "@pulumi/pulumi";
import * as talos from "@pulumiverse/talos";
import type { ClusterSpec } from "../../spec/cluster";
import type { Endpoints } from "../../spec/endpoints";
import { controlPlanesOf, nodesOf, workersOf, type NamedNode } from "../../spec/queries";
import type { SecretValues } from "../contracts/context";
import { canonicalStream } from "./canonical";
import { registryAuthDocument } from "./config/registry-auth";
import { machineConfigDigests, machinePatches } from "./patches";
import { imageName, imageProfiles, schematicId, schematicYaml } from "./schematic";

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
    const configure = (named: NamedNode, after: pulumi.Resource | undefined) => {
      const configuration = machineConfiguration(args, named, secrets, child);
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

function registerSchematics(
  name: string,
  spec: ClusterSpec,
  opts: pulumi.CustomResourceOptions,
): Map<string, talos.imagefactory.Schematic> {
  const schematics = new Map<string, talos.imagefactory.Schematic>();
  for (const [image, hardware] of imageProfiles(spec)) {
    schematics.set(
      image,
      new talos.imagefactory.Schematic(
        `${name}-schematic-${image}`,
        { schematic: schematicYaml(hardware) },
        opts,
      ),
    );
  }
  return schematics;
}

/**
 * A node's config once the Image Factory holds the image that it names.
 *
 * @throws Error in the output where the factory's id is not the one computed here, which would be
 *   an image that nobody can pull
 */
function whenImageExists(
  { hardware, node }: NamedNode,
  schematic: talos.imagefactory.Schematic,
  configuration: pulumi.Output<string>,
): pulumi.Output<string> {
  const expected = schematicId(hardware);
  return pulumi.all([schematic.id, configuration]).apply(([id, text]) => {
    if (/^[0-9a-f]{64}$/.test(id) && id !== expected) {
      throw new Error(
        `hardware.${node.hardware}: the Image Factory gave schematic ${id}, not ${expected}`,
      );
    }
    return text;
  });
}

function endpointOf(endpoints: Endpoints, { name, node }: NamedNode): string {
  return endpoints.nodes[name] ?? node.address;
}

/** The whole config of a node, secret. */
function machineConfiguration(
  { spec, endpoints, secrets: values = {} }: TalosClusterArgs,
  { name, node }: NamedNode,
  secrets: talos.machine.Secrets,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  const { parent, provider } = opts;
  const configuration = talos.machine.getConfigurationOutput(
    {
      clusterName: spec.name,
      clusterEndpoint: endpoints.kubernetes,
      machineType: node.role,
      machineSecrets: secrets.machineSecrets,
      talosVersion: spec.talos.contractVersion,
      kubernetesVersion: spec.kubernetes.version,
      configPatches: [...machinePatches(spec, name), ...registryLogins(spec, values)],
      docs: false,
      examples: false,
    },
    {
      ...(parent === undefined ? {} : { parent }),
      ...(provider === undefined ? {} : { provider }),
    },
  );
  return pulumi.secret(configuration.machineConfiguration);
}

/**
 * The logins of the registries as one secret patch; no patch where there are none.
 *
 * @throws TypeError where the program does not hand in a value that the spec names
 */
function registryLogins(
  { talos: { registryAuth } }: ClusterSpec,
  values: SecretValues,
): pulumi.Output<string>[] {
  const logins = Object.entries(registryAuth);
  if (logins.length === 0) return [];
  const passwords = logins.map(([host, { password }]) => {
    const value = values[password];
    if (value === undefined) throw new TypeError(`no secret ${password} for the registry ${host}`);
    return value;
  });
  return [
    pulumi
      .secret(pulumi.all(passwords))
      .apply((plain) =>
        canonicalStream(
          logins.map(([host, { username }], index) =>
            registryAuthDocument(host, username, plain[index] ?? ""),
          ),
        ),
      ),
  ];
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
