import { changes } from "../shared/diff";
import { PluginError } from "../shared/errors";
import type { Difference } from "../shared/plugin";
import { asString, isUnknown } from "../shared/values";
import type { Properties, Value } from "../shared/values";
import { parseKubeconfig } from "./kubeconfig";
import type { Connection } from "./kubeconfig";
import type { Mutability } from "./replace";

/** The provider's configuration, as far as the plugin honours it. */
export interface KubernetesConfig {
  /** `undefined` while the kubeconfig is not known: in the preview of a cluster that is to come. */
  readonly connection: Connection | undefined;
  /** Where objects without a namespace go. */
  readonly namespace: string;
  readonly mutability: Mutability;
  /** Take fields over from other owners on every apply. */
  readonly force: boolean;
  /** Take over objects that exist when the program wants to create them. */
  readonly upsert: boolean;
  /** Objects of a cluster that cannot be reached count as deleted. */
  readonly deleteUnreachable: boolean;
}

/** Settings that the plugin knows but of which it has one way only. */
const FIXED: Readonly<Record<string, (value: Value) => boolean>> = {
  enableServerSideApply: (value) => flag(value, true),
  renderYamlToDirectory: (value) => value === "" || value === null,
};

/**
 * Reads the provider's inputs.
 *
 * @throws PluginError for a kubeconfig that cannot be used or a setting that asks for a way in
 *   which the stand-in plugin does not work.
 */
export function readConfig(inputs: Properties): KubernetesConfig {
  for (const [name, allows] of Object.entries(FIXED)) {
    const value = inputs[name];
    if (value !== undefined && !isUnknown(value) && !allows(value)) {
      throw new PluginError(
        `provider ${name}: the stand-in kubernetes plugin always applies server-side; remove it`,
      );
    }
  }
  const connection = readConnection(inputs);
  return {
    connection,
    namespace: asString(inputs["namespace"]) ?? connection?.namespace ?? "default",
    mutability: {
      configMaps: flag(inputs["enableConfigMapMutable"]),
      secrets: flag(inputs["enableSecretMutable"]),
    },
    force: flag(inputs["enablePatchForce"]),
    upsert: flag(inputs["upsertExistingObjects"]),
    deleteUnreachable: flag(inputs["deleteUnreachable"]),
  };
}

/**
 * What a change of the provider's configuration means for the objects that it made: they are in
 * another cluster, and so all made anew, if the cluster's identifier changed or, for want of one,
 * if the kubeconfig now names another cluster or is not known. A renewed certificate in the
 * kubeconfig is an update of the provider alone.
 */
export function compareConfig(olds: Properties, news: Properties): Difference {
  const all = changes(olds, news);
  const identified = asString(news["clusterIdentifier"]) !== undefined;
  const replaces = all.filter(({ path: [key], kind }) => {
    if (key === "clusterIdentifier") return kind === "update";
    if (key !== "kubeconfig" && key !== "context" && key !== "cluster") return false;
    if (identified && olds["clusterIdentifier"] === news["clusterIdentifier"]) return false;
    return isUnknown(news[String(key)]) || serverOf(olds) !== serverOf(news);
  });
  return { changes: all, replaces };
}

function serverOf(inputs: Properties): string | undefined {
  try {
    return readConnection(inputs)?.server;
  } catch {
    // What cannot be read names no cluster; configuring with it says what is wrong.
    return undefined;
  }
}

function readConnection(inputs: Properties): Connection | undefined {
  const { kubeconfig, context, cluster } = inputs;
  if ([kubeconfig, context, cluster].some(isUnknown)) return undefined;
  const source = asString(kubeconfig);
  if (source === undefined) {
    throw new PluginError("provider kubeconfig: is missing; the ambient one is never used");
  }
  return parseKubeconfig(source, { context: asString(context), cluster: asString(cluster) });
}

/** Provider settings arrive as JSON text. */
function flag(value: Value | undefined, absent = false): boolean {
  return value === undefined || value === null ? absent : value === true || value === "true";
}
