import type { ICluster } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster";
import type { IPodMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PodMonitor";
import type { ClusterSpec, DatabaseSpec } from "../../spec/cluster";
import { mebibytes } from "../../spec/quantity";
import { imageAppsOf, nodesOf, storageClassOf } from "../../spec/queries";
import { imageRef } from "../../versions";
import { awaitCondition } from "../contracts/await";
import type { Bundle } from "../contracts/bundle";
import { isMonitored, POSTGRES_NAMESPACE } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { identityDatabases } from "../identity/databases";
import { databaseName, roleSecret } from "./app-database";
import { archiveAnnotations, backupFields, backupObjects, newCluster } from "./postgres-backup";

/** Image of each kind of cluster, and the libraries that it has to load. */
const IMAGES = {
  postgresql: { image: "ghcr.io/cloudnative-pg/postgresql", libraries: [] },
  // https://docs.vectorchord.ai/vectorchord/getting-started/installation.html
  vectorchord: { image: "ghcr.io/tensorchord/cloudnative-vectorchord", libraries: ["vchord.so"] },
} as const;

/** A PostgreSQL cluster with its backup and monitor. Pulumi waits until it takes connections. */
export function postgresClusterBundle(
  spec: ClusterSpec,
  name: string,
  database: DatabaseSpec,
): Bundle {
  return {
    layer: "database",
    component: "PostgresCluster",
    name: `postgres-${name}`,
    namespaces: [{ name: POSTGRES_NAMESPACE }],
    objects: [
      cluster(spec, name, database),
      ...(spec.backup === undefined ? [] : backupObjects(name, spec.backup)),
      ...(isMonitored(spec) ? [podMonitor(name)] : []),
    ],
  };
}

/** https://cloudnative-pg.io/documentation/1.28/cloudnative-pg.v1/#clusterspec */
function cluster(spec: ClusterSpec, name: string, database: DatabaseSpec): KubernetesObject {
  const { image, libraries } = IMAGES[database.image];
  const preloaded = [...new Set([...libraries, ...database.sharedPreloadLibraries])];
  const saved = spec.backup !== undefined;
  return {
    apiVersion: "postgresql.cnpg.io/v1",
    kind: "Cluster",
    metadata: {
      name,
      namespace: POSTGRES_NAMESPACE,
      annotations: {
        ...awaitCondition("Ready"),
        ...(saved ? archiveAnnotations(database.recover) : {}),
      },
    },
    spec: {
      instances: database.instances,
      imageName: imageRef(image),
      primaryUpdateStrategy: "unsupervised",
      primaryUpdateMethod: "switchover",
      enablePDB: database.instances > 1,
      enableSuperuserAccess: false,
      storage: { size: database.size, storageClass: classOf(spec, name, database) },
      postgresql: {
        ...(Object.keys(database.parameters).length === 0
          ? {}
          : { parameters: database.parameters }),
        ...(preloaded.length === 0 ? {} : { shared_preload_libraries: preloaded }),
      },
      affinity: {
        enablePodAntiAffinity: true,
        topologyKey: "kubernetes.io/hostname",
        podAntiAffinityType: database.instances <= hosts(spec) ? "required" : "preferred",
      },
      resources: {
        requests: { cpu: "100m", memory: `${String(Math.ceil(mebibytes(database.memory) / 2))}Mi` },
        limits: { memory: database.memory },
      },
      managed: { roles: roles(spec, name) },
      ...(saved ? backupFields(name, database.recover) : { bootstrap: newCluster() }),
    },
  } satisfies KubernetesObject & ICluster;
}

/** A role for every app with a database in the cluster; the app's Database object names it as owner. */
function roles(spec: ClusterSpec, name: string) {
  return [...imageAppsOf(spec), ...identityDatabases(spec)]
    .filter((app) => app.database?.cluster === name)
    .map((app) => ({
      name: databaseName(app),
      comment: `Owner of the database of ${app.name}`,
      ensure: "present" as const,
      login: true,
      passwordSecret: { name: roleSecret(app.name) },
    }));
}

/** Nodes that run workloads. */
function hosts(spec: ClusterSpec): number {
  const all = spec.kubernetes.scheduleOnControlPlanes;
  return nodesOf(spec).filter(({ node }) => all || node.role === "worker").length;
}

function classOf(spec: ClusterSpec, name: string, database: DatabaseSpec): string {
  const found = storageClassOf(spec, database.class);
  if (found === undefined) {
    throw new Error(`database cluster ${name}: the stack has no ${database.class} storage class`);
  }
  return found.name;
}

function podMonitor(name: string): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace: POSTGRES_NAMESPACE },
    spec: {
      selector: { matchLabels: { "cnpg.io/cluster": name } },
      podMetricsEndpoints: [{ port: "metrics" }],
    },
  } satisfies KubernetesObject & IPodMonitor;
}
