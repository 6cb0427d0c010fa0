import { randomBytes } from "node:crypto";
import type { KubeObject } from "../../kubernetes/client";
import { conditionsOf, isTrue, mergeConditions } from "./conditions";
import { core, type Kind } from "./kinds";
import { ownedBy } from "./objects";
import { Operator } from "./operators";
import { restricted } from "./restricted";
import type { Controller, Runtime } from "./runtime";

const cnpg = (plural: string): Kind => ({ group: "postgresql.cnpg.io", plural });
const clusters = cnpg("clusters");
const databases = cnpg("databases");
const scheduled = cnpg("scheduledbackups");

interface ClusterSpec {
  instances?: number;
  imageName?: string;
  storage?: { size?: string; storageClass?: string };
  bootstrap?: {
    initdb?: { database?: string; owner?: string; secret?: { name: string } };
    recovery?: { database?: string; owner?: string };
  };
  enableSuperuserAccess?: boolean;
  affinity?: { nodeSelector?: Record<string, string>; tolerations?: object[] };
  resources?: object;
}

/** The three Services of a cluster, by suffix, with the role that they lead to. */
const services = { rw: "primary", ro: "replica", r: undefined } as const;

/**
 * Stands in for the CloudNativePG operator: a Cluster gets its claims, instance pods, the
 * Services `-rw`, `-ro` and `-r`, and its `-app` (and `-superuser`) Secret; it is Ready when all
 * instances are. Databases of a Ready cluster are applied. There is no PostgreSQL in the pods.
 */
export const cloudNativePg: Controller = {
  name: "cloudnative-pg",
  start(runtime) {
    const operator = new Operator(runtime, /cloudnative-pg|^cnpg/);
    const pods = runtime.store(core.pods);

    const queue = runtime.on("cloudnative-pg", clusters, async (cluster, { deleted }) => {
      const { namespace, name } = cluster.metadata;
      if (deleted || namespace === undefined || cluster.metadata.deletionTimestamp) return;
      if (!operator.running()) return;
      const { instances = 1 } = cluster.spec as ClusterSpec;
      await secrets(runtime, cluster);
      for (const service of servicesOf(cluster)) await runtime.apply(core.services, service);
      const names = Array.from({ length: instances }, (_, index) => `${name}-${index + 1}`);
      let up = 0;
      for (const [index, instance] of names.entries()) {
        const pod = pods.get(instance, namespace);
        if (pod !== undefined && isTrue(pod, "Ready")) up += 1;
        if (pod !== undefined) continue;
        if (!runtime.store(core.claims).get(instance, namespace)) {
          await runtime.apply(core.claims, claimOf(cluster, instance));
        }
        await runtime.apply(core.pods, podOf(cluster, instance, index === 0));
      }
      const ready = up === instances;
      await runtime.status(clusters, cluster, {
        instances,
        readyInstances: up,
        phase: ready ? "Cluster in healthy state" : "Setting up primary",
        currentPrimary: names[0],
        targetPrimary: names[0],
        instanceNames: names,
        writeService: `${name}-rw`,
        readService: `${name}-r`,
        conditions: mergeConditions(conditionsOf(cluster), [
          {
            type: "Ready",
            status: ready ? "True" : "False",
            reason: ready ? "ClusterIsReady" : "ClusterIsNotReady",
            message: ready ? "Cluster is Ready" : `${up} of ${instances} instances are ready`,
          },
        ]),
      });
    });
    operator.wakes(queue);
    runtime.requeue(
      core.pods,
      queue,
      (pod) => pod.metadata.labels?.["cnpg.io/cluster"] !== undefined,
    );

    const database = runtime.on("cloudnative-pg", databases, async (object, { deleted }) => {
      if (deleted || !operator.running()) return;
      const { cluster } = object.spec as { cluster?: { name: string } };
      const found = runtime.store(clusters).get(cluster?.name ?? "", object.metadata.namespace);
      const applied = found !== undefined && isTrue(found, "Ready");
      await runtime.status(databases, object, {
        applied,
        observedGeneration: object.metadata.generation,
        ...(applied ? {} : { message: `cluster ${cluster?.name} is not ready` }),
      });
    });
    runtime.requeue(clusters, database);
    operator.wakes(database);

    runtime.on("cloudnative-pg", scheduled, async (object, { deleted }) => {
      if (deleted || !operator.running()) return;
      const { lastCheckTime } = (object.status ?? {}) as { lastCheckTime?: string };
      if (lastCheckTime) return;
      await runtime.status(scheduled, object, { lastCheckTime: new Date().toISOString() });
    });
  },
};

function meta(
  cluster: KubeObject,
  name: string,
  labels: Record<string, string> = {},
): KubeObject["metadata"] {
  return {
    name,
    ...(cluster.metadata.namespace ? { namespace: cluster.metadata.namespace } : {}),
    labels: { "cnpg.io/cluster": cluster.metadata.name, ...labels },
    ownerReferences: ownedBy(cluster),
  };
}

function servicesOf(cluster: KubeObject): KubeObject[] {
  return Object.entries(services).map(([suffix, role]) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: meta(cluster, `${cluster.metadata.name}-${suffix}`),
    spec: {
      selector: {
        "cnpg.io/cluster": cluster.metadata.name,
        ...(role === undefined ? {} : { "cnpg.io/instanceRole": role }),
      },
      ports: [{ name: "postgres", port: 5432, targetPort: 5432 }],
    },
  }));
}

function claimOf(cluster: KubeObject, name: string): KubeObject {
  const { storage } = cluster.spec as ClusterSpec;
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: meta(cluster, name),
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: storage?.size ?? "1Gi" } },
      ...(storage?.storageClass ? { storageClassName: storage.storageClass } : {}),
    },
  };
}

function podOf(cluster: KubeObject, name: string, primary: boolean): KubeObject {
  const { imageName, affinity, resources } = cluster.spec as ClusterSpec;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: meta(cluster, name, {
      "cnpg.io/instanceName": name,
      "cnpg.io/instanceRole": primary ? "primary" : "replica",
    }),
    spec: restricted({
      containers: [
        {
          name: "postgres",
          image: imageName ?? "ghcr.io/cloudnative-pg/postgresql:17",
          ports: [{ name: "postgresql", containerPort: 5432 }],
          ...(resources ? { resources } : {}),
        },
      ],
      volumes: [{ name: "pgdata", persistentVolumeClaim: { claimName: name } }],
      ...(affinity?.nodeSelector ? { nodeSelector: affinity.nodeSelector } : {}),
      ...(affinity?.tolerations ? { tolerations: affinity.tolerations } : {}),
    }),
  };
}

/** Makes the Secrets that the operator makes, once. */
async function secrets(runtime: Runtime, cluster: KubeObject): Promise<void> {
  const { bootstrap, enableSuperuserAccess } = cluster.spec as ClusterSpec;
  const { name, namespace = "" } = cluster.metadata;
  const source = bootstrap?.initdb ?? bootstrap?.recovery ?? {};
  const database = source.database ?? "app";
  const wanted: [string, string, string][] = [];
  if (!bootstrap?.initdb?.secret) wanted.push([`${name}-app`, source.owner ?? database, database]);
  if (enableSuperuserAccess) wanted.push([`${name}-superuser`, "postgres", "*"]);
  for (const [secret, username, dbname] of wanted) {
    if (runtime.store(core.secrets).get(secret, namespace)) continue;
    const password = randomBytes(32).toString("base64url");
    const host = `${name}-rw`;
    const uri = `postgresql://${username}:${password}@${host}.${namespace}:5432/${dbname}`;
    await runtime.apply(core.secrets, {
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/basic-auth",
      metadata: meta(cluster, secret),
      stringData: {
        username,
        user: username,
        password,
        dbname,
        host,
        port: "5432",
        uri,
        "fqdn-uri": uri,
        "jdbc-uri": `jdbc:postgresql://${host}.${namespace}:5432/${dbname}?user=${username}&password=${password}`,
        pgpass: `${host}:5432:${dbname}:${username}:${password}`,
      },
    });
  }
}
