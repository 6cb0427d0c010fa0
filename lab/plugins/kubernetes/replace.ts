import { changes, touches } from "../shared/diff";
import type { Change } from "../shared/diff";
import { asObject, asString, without } from "../shared/values";
import type { Properties } from "../shared/values";

/** Which kinds the provider may change in place although the official default is not to. */
export interface Mutability {
  readonly configMaps: boolean;
  readonly secrets: boolean;
}

const CONTAINER = [
  "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources",
  "securityContext stdin stdinOnce terminationMessagePath terminationMessagePolicy tty",
  "volumeDevices volumeMounts workingDir",
]
  .join(" ")
  .split(" ");

const POD = [
  "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC",
  "hostNetwork hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy",
  "priority priorityClassName readinessGates restartPolicy runtimeClassName schedulerName",
  "securityContext serviceAccount serviceAccountName shareProcessNamespace subdomain",
  "terminationGracePeriodSeconds volumes",
]
  .join(" ")
  .split(" ");

const VOLUME_SOURCES = [
  "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker",
  "gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte",
  "rbd scaleIO storageos vsphereVolume",
]
  .join(" ")
  .split(" ");

/**
 * The fields that the API refuses to change on an existing object, by `group/Kind` (`Kind` alone
 * for the core group): those for which the official provider plans a replacement
 * (`provider/pkg/provider/diff.go` in pulumi/pulumi-kubernetes 4.34), and the rest of StorageClass,
 * which has no mutable field but its metadata and `allowVolumeExpansion`.
 */
const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  "apps/DaemonSet": ["spec.selector"],
  "apps/Deployment": ["spec.selector"],
  "apps/StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    "spec.selector",
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/Job": ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  PersistentVolume: VOLUME_SOURCES.map((source) => `spec.${source}`),
  PersistentVolumeClaim: [
    "spec.accessModes",
    "spec.selector",
    "spec.storageClassName",
    "spec.volumeName",
  ],
  Pod: [
    ...POD.map((field) => `spec.${field}`),
    ...CONTAINER.flatMap((field) => [
      `spec.containers[*].${field}`,
      `spec.initContainers[*].${field}`,
    ]),
  ],
  ResourceQuota: ["spec.scopes"],
  Secret: ["type"],
  Service: ["spec.clusterIP"],
  "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
  "storage.k8s.io/StorageClass": [
    "parameters",
    "provisioner",
    "reclaimPolicy",
    "volumeBindingMode",
    "mountOptions",
  ],
};

/** What differs between two definitions of an object. */
export interface ObjectDifference {
  readonly changes: readonly Change[];
  /** The changes for which the object must be made anew. */
  readonly replaces: readonly Change[];
}

/**
 * Compares what the state says was asked for with what is asked for now, without the cluster.
 *
 * @param patch the resource owns single fields of an object that is someone else's, so everything
 *   but the object's name can change in place.
 */
export function compareObjects(
  olds: Properties,
  news: Properties,
  mutability: Mutability,
  patch = false,
): ObjectDifference {
  const all = changes(normal(olds), normal(news));
  const immutable = [
    "metadata.name",
    "metadata.namespace",
    "kind",
    ...(patch ? [] : immutableFields(news, mutability)),
  ];
  const regrouped = groupOf(olds) !== groupOf(news);
  const replaces = all.filter(
    ({ path }) =>
      immutable.some((pattern) => touches(path, pattern)) ||
      (regrouped && path.length === 1 && path[0] === "apiVersion"),
  );
  return { changes: all, replaces };
}

/**
 * True if the old object must go before the new one can come: both have the same name, which the
 * program gave, so no other can be found.
 */
export function mustDeleteFirst(olds: Properties, news: Properties): boolean {
  const before = asObject(normal(olds)["metadata"]);
  const after = asObject(normal(news)["metadata"]);
  const autonamed = asObject(after["annotations"])["pulumi.com/autonamed"] === "true";
  return (
    !autonamed &&
    asString(after["name"]) !== undefined &&
    before["name"] === after["name"] &&
    before["namespace"] === after["namespace"]
  );
}

function immutableFields(object: Properties, mutability: Mutability): readonly string[] {
  const kind = asString(object["kind"]) ?? "";
  const group = groupOf(object);
  const fields = IMMUTABLE[group === "" ? kind : `${group}/${kind}`] ?? [];
  const frozen = object["immutable"] === true;
  if (group === "" && kind === "Secret" && (!mutability.secrets || frozen)) {
    return ["type", "data", "stringData"];
  }
  if (group === "" && kind === "ConfigMap" && (!mutability.configMaps || frozen)) {
    return ["data", "binaryData"];
  }
  return fields;
}

function groupOf(object: Properties): string {
  const apiVersion = asString(object["apiVersion"]) ?? "";
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** The definition with the default namespace written out or not, whichever way, in one form. */
function normal(object: Properties): Properties {
  const metadata = object["metadata"];
  const namespace = asObject(metadata)["namespace"];
  if (namespace !== "default" && namespace !== "") return object;
  return { ...object, metadata: without(asObject(metadata), "namespace") };
}
