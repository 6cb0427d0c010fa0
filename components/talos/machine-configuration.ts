import * as pulumi from "@pulumi/pulumi";
import * as talos from "@pulumiverse/talos";
import type { ClusterSpec } from "../../spec/cluster";
import type { NamedNode } from "../../spec/queries";
import type { SecretValues } from "../contracts/context";
import { canonicalStream } from "./canonical";
import { registryAuthDocument } from "./config/registry-auth";
import { machinePatches } from "./patches";

/** What every config of a cluster is made from besides its spec. */
export interface ConfigurationSource {
  /** URL of the Kubernetes API, as the nodes reach it. */
  readonly clusterEndpoint: string;
  /** The keys and tokens of the cluster. */
  readonly machineSecrets: talos.machine.Secrets["machineSecrets"];
  /** Secret config values by name; those that `talos.registryAuth` names are used. */
  readonly values: SecretValues;
}

/** The whole config of a node, secret. */
export function machineConfiguration(
  spec: ClusterSpec,
  { name, node }: NamedNode,
  { clusterEndpoint, machineSecrets, values }: ConfigurationSource,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  const { parent, provider } = opts;
  const configuration = talos.machine.getConfigurationOutput(
    {
      clusterName: spec.name,
      clusterEndpoint,
      machineType: node.role,
      machineSecrets,
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
