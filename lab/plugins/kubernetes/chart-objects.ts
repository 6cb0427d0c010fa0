import { asArray, asObject, asString } from "../shared/values";
import type { Properties, Value } from "../shared/values";
import type { KubeObject } from "./api";
import type { ChartCrd, ChartDeclaration, ChartService, ChartWorkload } from "./charts";

/** The release that an object belongs to. */
export interface ReleaseName {
  readonly namespace: string;
  readonly name: string;
}

/** Which releases defined a CRD, as `namespace/name`, comma-separated: the last one takes it along. */
const OWNERS = "hearth.lab/releases";

/** The workloads and services of a release, labelled as Helm does. */
export function objectsOf(release: ReleaseName, declaration: ChartDeclaration): KubeObject[] {
  const workloads = declaration.workloads ?? [];
  return [
    ...(declaration.services ?? []).map((service) => serviceOf(release, service, workloads)),
    ...workloads.map((workload) => workloadOf(release, workload)),
  ];
}

/** The CRDs that a chart defines, one for each kind with all its versions. */
export function crdsOf(declaration: ChartDeclaration): KubeObject[] {
  const kinds = new Map<string, ChartCrd[]>();
  for (const crd of declaration.crds ?? []) {
    const name = `${crd.plural}.${groupOf(crd)}`;
    kinds.set(name, [...(kinds.get(name) ?? []), crd]);
  }
  return [...kinds].flatMap(([name, versions]) => {
    const [first] = versions;
    return first ? [crdOf(name, first, versions)] : [];
  });
}

/**
 * The CRD as it must be for this release and those that defined the same kind before: all versions,
 * with the one that objects are stored in unchanged, and all owners.
 */
export function mergeCrd(crd: KubeObject, existing: KubeObject | undefined, release: ReleaseName) {
  const metadata = asObject(crd["metadata"]);
  const owners = new Set([...ownersOf(existing), `${release.namespace}/${release.name}`]);
  const annotations = { ...asObject(metadata["annotations"]), [OWNERS]: [...owners].join(",") };
  const spec = asObject(crd["spec"]);
  const before = asArray(asObject(existing?.["spec"])["versions"]).map(asObject);
  const added = asArray(spec["versions"])
    .map(asObject)
    .filter(({ name }) => !before.some((version) => version["name"] === name))
    .map((version) => (before.length > 0 ? { ...version, storage: false } : version));
  return {
    ...crd,
    metadata: { ...metadata, annotations },
    spec: { ...spec, versions: [...before, ...added] },
  };
}

/** The releases that need the CRD beside the given one. */
export function otherOwners(crd: KubeObject, release: ReleaseName): string[] {
  return ownersOf(crd).filter((owner) => owner !== `${release.namespace}/${release.name}`);
}

/** The CRD without a release among its owners. */
export function disownCrd(crd: KubeObject, release: ReleaseName): KubeObject {
  const { apiVersion, kind, spec } = crd;
  const annotations = { [OWNERS]: otherOwners(crd, release).join(",") };
  const metadata = { name: asObject(crd["metadata"])["name"] ?? "", annotations };
  return { apiVersion: apiVersion ?? "", kind: kind ?? "", metadata, spec: spec ?? {} };
}

function ownersOf(crd: KubeObject | undefined): string[] {
  const annotations = asObject(asObject(crd?.["metadata"])["annotations"]);
  return (asString(annotations[OWNERS]) ?? "").split(",").filter((owner) => owner !== "");
}

function crdOf(name: string, first: ChartCrd, versions: readonly ChartCrd[]): KubeObject {
  const group = groupOf(first);
  // Groups of the Kubernetes project must name the review of their API or say that there is none:
  // https://github.com/kubernetes/enhancements/pull/1111
  const reviewed = /(^|\.)k8s\.io$/.test(group)
    ? { annotations: { "api-approved.kubernetes.io": "unapproved, lab stand-in" } }
    : {};
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name, ...reviewed },
    spec: {
      group,
      scope: first.scope,
      names: {
        kind: first.kind,
        listKind: `${first.kind}List`,
        plural: first.plural,
        singular: first.kind.toLowerCase(),
      },
      versions: versions.map(({ apiVersion }, index) => ({
        name: apiVersion.split("/")[1] ?? "",
        served: true,
        storage: index === 0,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
        subresources: { status: {} },
      })),
    },
  };
}

/**
 * What Pod Security's `restricted` asks for. The charts' own pods are held to the level of their
 * namespace where the charts are rendered, not here.
 */
const POD_SECURITY: Properties = {
  runAsNonRoot: true,
  runAsUser: 65534,
  seccompProfile: { type: "RuntimeDefault" },
};
const CONTAINER_SECURITY: Properties = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
};

function workloadOf(release: ReleaseName, workload: ChartWorkload): KubeObject {
  const { kind, name, labels = {}, image = `registry.invalid/${name}:lab` } = workload;
  const selector = selectorOf(release, name);
  // What a chart runs on every node has to run before the node is Ready: the network is among it.
  const tolerations = kind === "DaemonSet" ? { tolerations: [{ operator: "Exists" }] } : {};
  const spec: Properties = {
    selector: { matchLabels: selector },
    template: {
      metadata: { labels: { ...labels, ...selector } },
      spec: {
        containers: [{ name, image, securityContext: CONTAINER_SECURITY }],
        securityContext: POD_SECURITY,
        ...tolerations,
      },
    },
    ...(kind !== "DaemonSet" && { replicas: workload.replicas ?? 1 }),
    ...(kind === "StatefulSet" && { serviceName: name }),
  };
  return { apiVersion: "apps/v1", kind, metadata: metadataOf(release, name, labels), spec };
}

function serviceOf(
  release: ReleaseName,
  { name, ports }: ChartService,
  workloads: readonly ChartWorkload[],
): KubeObject {
  const behind = workloads.find((workload) => workload.name === name) ?? workloads[0];
  const spec: Properties = {
    ports: ports.map(({ name: portName, port, protocol = "TCP" }) => ({
      name: portName,
      port,
      protocol,
    })),
    ...(behind && { selector: selectorOf(release, behind.name) }),
  };
  return { apiVersion: "v1", kind: "Service", metadata: metadataOf(release, name, {}), spec };
}

function metadataOf(
  release: ReleaseName,
  name: string,
  labels: Readonly<Record<string, string>>,
): Properties {
  const own: Record<string, Value> = {
    ...labels,
    ...selectorOf(release, name),
    "app.kubernetes.io/managed-by": "Helm",
  };
  return {
    name,
    namespace: release.namespace,
    labels: own,
    annotations: {
      "meta.helm.sh/release-name": release.name,
      "meta.helm.sh/release-namespace": release.namespace,
    },
  };
}

function selectorOf(release: ReleaseName, name: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": release.name };
}

function groupOf(crd: ChartCrd): string {
  return crd.apiVersion.split("/")[0] ?? "";
}
