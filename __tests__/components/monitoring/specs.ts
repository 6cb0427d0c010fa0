import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";

/** The stacks of the repository, which differ in receiver, storage, UPS, UniFi and backup. */
export const specs = {
  home: loadSpec("home"),
  trio: loadSpec("trio"),
  lab: loadSpec("lab"),
} as const;

/** A stack with other settings of `monitoring`. */
export function withMonitoring(
  spec: ClusterSpec,
  change: Partial<ClusterSpec["monitoring"]>,
): ClusterSpec {
  return { ...spec, monitoring: { ...spec.monitoring, ...change } };
}

/** A stack without some of its apps. */
export function withoutApps(spec: ClusterSpec, ...names: readonly string[]): ClusterSpec {
  const apps = Object.entries(spec.apps).filter(([name]) => !names.includes(name));
  return { ...spec, apps: Object.fromEntries(apps) };
}
