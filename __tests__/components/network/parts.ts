import type { Bundle } from "../../../components/contracts/bundle";
import type { KubernetesObject } from "../../../components/contracts/object";
import { networkBundles } from "../../../components/network";
import type { ClusterSpec } from "../../../spec/cluster";

/** The bundle of a name. */
export function bundle(spec: ClusterSpec, name: string): Bundle {
  const found = networkBundles(spec).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no bundle ${name}`);
  return found;
}

/** An object of a bundle. */
export function object(
  spec: ClusterSpec,
  owner: string,
  kind: string,
  name: string,
): KubernetesObject {
  const found = bundle(spec, owner).objects?.find(
    (one) => one.kind === kind && one.metadata.name === name,
  );
  if (found === undefined) throw new Error(`no ${kind} ${name} in ${owner}`);
  return found;
}

/** The values of the chart of a bundle. */
export const values = (spec: ClusterSpec, name: string) => bundle(spec, name).charts?.[0]?.values;

/** The objects of a bundle, as `Kind name`. */
export const kinds = (spec: ClusterSpec, name: string) =>
  (bundle(spec, name).objects ?? []).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
