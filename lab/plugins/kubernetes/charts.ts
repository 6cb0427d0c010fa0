import { readFileSync } from "node:fs";
import { PluginError, messageOf } from "../shared/errors";

/** A kind that a chart defines. */
export interface ChartCrd {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: "Cluster" | "Namespaced";
}

/** A workload that a chart brings. */
export interface ChartWorkload {
  readonly kind: "Deployment" | "DaemonSet" | "StatefulSet";
  readonly name: string;
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** `registry.invalid/<name>:lab` without one: nothing in the lab pulls it. */
  readonly image?: string;
}

/** A service that a chart brings, in front of the workload of its name or else of the first one. */
export interface ChartService {
  readonly name: string;
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    readonly protocol?: "TCP" | "UDP";
  }[];
}

/** What a chart brings into a cluster, as far as others depend on it. */
export interface ChartDeclaration {
  readonly crds?: readonly ChartCrd[];
  readonly workloads?: readonly ChartWorkload[];
  readonly services?: readonly ChartService[];
}

/** The variable that names the JSON file of chart declarations by chart name. */
export const CHARTS_VARIABLE = "HEARTH_LAB_CHARTS";

/**
 * What the chart brings, by its name as the program gives it or by the last part of its OCI address.
 *
 * @throws PluginError if the file cannot be read or does not have the chart.
 */
export function declarationOf(
  chart: string,
  release: { readonly namespace: string; readonly name: string } | undefined = undefined,
  file = process.env[CHARTS_VARIABLE],
): ChartDeclaration {
  if (file === undefined || file === "") {
    throw new PluginError(
      `chart ${chart}: ${CHARTS_VARIABLE} names no file that says what the charts bring`,
    );
  }
  let declarations: Record<string, ChartDeclaration>;
  try {
    declarations = JSON.parse(readFileSync(file, "utf8")) as Record<string, ChartDeclaration>;
  } catch (error) {
    throw new PluginError(`${CHARTS_VARIABLE}: ${file}: ${messageOf(error)}`);
  }
  const own = release && declarations[`${chart}@${release.namespace}/${release.name}`];
  const declaration = own ?? declarations[chart] ?? declarations[chart.split("/").at(-1) ?? ""];
  if (!declaration) {
    throw new PluginError(
      `chart ${chart}: ${file} does not say what it brings; declare its CRDs and workloads there`,
    );
  }
  return declaration;
}
