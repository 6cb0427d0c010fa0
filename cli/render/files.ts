import type { Bundle, SecretDeclaration } from "../../components/contracts/bundle";
import type { ChartRelease } from "../../components/contracts/chart";
import { kebab } from "../../components/contracts/names";
import { mergeNamespaces } from "../../components/contracts/namespaces";
import type { KubernetesObject } from "../../components/contracts/object";
import { bundlesOf } from "../../components/platform";
import { namespaceObject } from "../../components/system/namespace";
import { redactedPatches } from "../../components/talos";
import type { ClusterSpec } from "../../spec/cluster";
import { chartPin } from "../../versions";
import { REDACTED } from "../harness/redact";
import { toYaml } from "./yaml";

/** Folder of objects that belong to no namespace. */
const CLUSTER = "_cluster";

/** Folder of machine-config patches, a file a node. */
export const TALOS = "_talos";

/**
 * Every Kubernetes object, every chart's values and every node's machine-config patches of a stack,
 * by path. Secrets are redacted; the same stack gives the same bytes.
 */
export function renderFiles(spec: ClusterSpec): Map<string, string> {
  const bundles = bundlesOf(spec);
  const files = new Map<string, string>();
  for (const namespace of mergeNamespaces(bundles))
    add(files, objectFile(namespaceObject(namespace)));
  for (const bundle of bundles) {
    for (const object of bundle.objects ?? []) add(files, objectFile(object));
    for (const secret of bundle.secrets ?? []) add(files, objectFile(secretObject(secret)));
    for (const chart of bundle.charts ?? []) add(files, chartFile(bundle, chart));
  }
  for (const node of Object.keys(spec.nodes)) {
    add(files, [`${TALOS}/${node}.yaml`, redactedPatches(spec, node).join("---\n")]);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function add(files: Map<string, string>, [path, text]: readonly [string, string]): void {
  if (files.has(path)) throw new Error(`two objects would be written to ${path}`);
  files.set(path, text);
}

function objectFile(object: KubernetesObject): [string, string] {
  const { name, namespace = CLUSTER } = object.metadata;
  return [`${namespace}/${kebab(object.kind)}-${name}.yaml`, toYaml(object)];
}

function secretObject({
  name,
  namespace,
  type = "Opaque",
  values,
  labels,
}: SecretDeclaration): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
    type,
    stringData: Object.fromEntries(Object.keys(values).map((key) => [key, REDACTED])),
  };
}

function chartFile(bundle: Bundle, chart: ChartRelease): [string, string] {
  const { chart: name, repo, version } = chartPin(chart.chart);
  return [
    `${chart.namespace}/helm-release-${chart.name}.yaml`,
    toYaml({
      component: bundle.name,
      chart: name,
      ...(repo === undefined ? {} : { repo }),
      version,
      release: chart.name,
      namespace: chart.namespace,
      values: chart.values,
    }),
  ];
}
