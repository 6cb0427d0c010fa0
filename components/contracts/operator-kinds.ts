import type { Capability } from "./capability";
import { FORWARD_AUTH_LABEL, FORWARD_AUTH_POLICY } from "./conventions";
import { groupOf, list, record, text, type KubernetesObject } from "./object";

/** The capability of a named object of an operator. */
function registered(kind: string, namespace: string, name: string): Capability {
  return `object:${kind}/${namespace}/${name}`;
}

const classNeed = (name: unknown): Capability[] =>
  typeof name === "string" && name !== "" ? [`storageclass:${name}`] : [];

const keyOf = (kind: string, apiVersion: string): string => `${groupOf(apiVersion)}/${kind}`;

/** What objects of operators need, read off their fields. */
export function operatorNeeds(object: KubernetesObject): Capability[] {
  const namespace = object.metadata.namespace ?? "default";
  const spec = record(object["spec"]);
  switch (keyOf(object.kind, object.apiVersion)) {
    case "ceph.rook.io/CephBlockPool":
    case "ceph.rook.io/CephFilesystem":
    case "ceph.rook.io/CephObjectStore":
      // Rook binds them to the cluster of their namespace; the cluster is named after it.
      return [registered("CephCluster", namespace, namespace)];
    case "storage.k8s.io/StorageClass":
      return storageClassNeeds(object);
    case "/PersistentVolumeClaim":
      return dataSourceNeeds(record(spec["dataSourceRef"]), namespace);
    case "volsync.backube/ReplicationSource":
      return [...moverNeeds(spec, namespace), `pvc:${namespace}/${text(spec["sourcePVC"])}`];
    case "volsync.backube/ReplicationDestination":
      return [
        ...moverNeeds(spec, namespace),
        ...classNeed(record(spec["restic"])["storageClassName"]),
      ];
    case "postgresql.cnpg.io/Cluster":
      return postgresNeeds(spec, namespace);
    case "postgresql.cnpg.io/ScheduledBackup":
      return [`postgres:${text(record(spec["cluster"])["name"])}`];
    case "external-secrets.io/ClusterSecretStore":
      return storeNeeds(record(spec["provider"]));
    case "gateway.networking.k8s.io/HTTPRoute":
      return guardNeeds(object, namespace);
    case "barmancloud.cnpg.io/ObjectStore":
      return secretNamesIn(record(spec["configuration"])["s3Credentials"]).map(
        (name): Capability => `secret:${namespace}/${name}`,
      );
    default:
      return [];
  }
}

/** What such objects provide. */
export function operatorProvides({ apiVersion, kind, metadata }: KubernetesObject): Capability[] {
  switch (keyOf(kind, apiVersion)) {
    case "ceph.rook.io/CephCluster":
    case "ceph.rook.io/CephBlockPool":
    case "ceph.rook.io/CephFilesystem":
    case "ceph.rook.io/CephObjectStore":
    case "volsync.backube/ReplicationDestination":
    case "barmancloud.cnpg.io/ObjectStore":
    case "gateway.envoyproxy.io/SecurityPolicy":
      return [registered(kind, metadata.namespace ?? "default", metadata.name)];
    default:
      return [];
  }
}

/** A route that asks for a login must not open before what asks for it is there. */
function guardNeeds({ metadata }: KubernetesObject, namespace: string): Capability[] {
  const guarded = Object.entries(FORWARD_AUTH_LABEL).every(
    ([key, value]) => metadata.labels?.[key] === value,
  );
  return guarded ? [registered("SecurityPolicy", namespace, FORWARD_AUTH_POLICY)] : [];
}

function storageClassNeeds(object: KubernetesObject): Capability[] {
  const provisioner = text(object["provisioner"]);
  const parameters = record(object["parameters"]);
  const cluster = text(parameters["clusterID"]);
  if (provisioner.endsWith(".rbd.csi.ceph.com")) {
    return [registered("CephBlockPool", cluster, text(parameters["pool"]))];
  }
  if (provisioner.endsWith(".cephfs.csi.ceph.com")) {
    return [registered("CephFilesystem", cluster, text(parameters["fsName"]))];
  }
  if (provisioner.endsWith(".ceph.rook.io/bucket")) {
    const store = text(parameters["objectStoreName"]);
    return [registered("CephObjectStore", text(parameters["objectStoreNamespace"]), store)];
  }
  return [];
}

function dataSourceNeeds(
  source: Readonly<Record<string, unknown>>,
  namespace: string,
): Capability[] {
  return source["kind"] === "ReplicationDestination"
    ? [registered("ReplicationDestination", namespace, text(source["name"]))]
    : [];
}

function moverNeeds(spec: Readonly<Record<string, unknown>>, namespace: string): Capability[] {
  const { repository, cacheStorageClassName } = record(spec["restic"]);
  return [`secret:${namespace}/${text(repository)}`, ...classNeed(cacheStorageClassName)];
}

/** Role passwords have to be there before the cluster makes the roles, and stores before it archives. */
function postgresNeeds(spec: Readonly<Record<string, unknown>>, namespace: string): Capability[] {
  const roles = list(record(spec["managed"])["roles"]).map(record);
  const sources = [
    ...list(spec["plugins"]).map(record),
    ...list(spec["externalClusters"]).map((one) => record(record(one)["plugin"])),
  ];
  return [
    ...classNeed(record(spec["storage"])["storageClass"]),
    ...roles.flatMap((role): Capability[] => {
      const { name } = record(role["passwordSecret"]);
      return typeof name === "string" ? [`secret:${namespace}/${name}`] : [];
    }),
    ...sources.flatMap((source): Capability[] => {
      const store = record(source["parameters"])["barmanObjectName"];
      return typeof store === "string" ? [registered("ObjectStore", namespace, store)] : [];
    }),
  ];
}

/** What a store signs in with, as far as it says of which namespace. */
function storeNeeds(provider: Readonly<Record<string, unknown>>): Capability[] {
  const { secretRef } = {
    ...record(record(provider["onepassword"])["auth"]),
    ...record(record(provider["akeyless"])["authSecretRef"]),
  };
  const account = record(record(record(provider["kubernetes"])["auth"])["serviceAccount"]);
  return [
    ...Object.values(record(secretRef))
      .map(record)
      .map((one): Capability => `secret:${text(one["namespace"])}/${text(one["name"])}`),
    ...(account["name"] === undefined
      ? []
      : [`serviceaccount:${text(account["namespace"])}/${text(account["name"])}` as const]),
  ];
}

/** Names of the Secrets that selectors (`{ name, key }`) somewhere below a field refer to. */
function secretNamesIn(field: unknown): string[] {
  const names = new Set<string>();
  for (const selector of Object.values(record(field)).map(record)) {
    if (typeof selector["name"] === "string") names.add(selector["name"]);
  }
  return [...names];
}
