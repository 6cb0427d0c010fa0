import { randomBytes } from "node:crypto";
import type { KubeObject } from "../../kubernetes/client";
import { conditionsOf, isTrue, mergeConditions } from "./conditions";
import { core, type Kind } from "./kinds";
import { ownedBy } from "./objects";
import { Operator } from "./operators";
import { restricted } from "./restricted";
import type { Controller } from "./runtime";

const rook = (plural: string): Kind => ({ group: "ceph.rook.io", plural });
const clusters = rook("cephclusters");
/** What a cluster serves; each is Ready once its cluster is. */
const served = ["cephblockpools", "cephfilesystems", "cephobjectstores", "cephrbdmirrors"].map(
  rook,
);

interface CephSpec {
  dashboard?: { enabled?: boolean; ssl?: boolean; port?: number };
  mon?: { count?: number };
  storage?: { useAllNodes?: boolean; nodes?: { name: string }[] };
}

/**
 * Stands in for the Rook operator and Ceph: a CephCluster becomes Ready and HEALTH_OK when all
 * nodes that it names are Ready nodes of the cluster, then its pools and filesystems do. The
 * manager's Deployment, its dashboard Service and password are made, for routes lead there. Disks
 * are not touched and no data is stored.
 */
export const rookCeph: Controller = {
  name: "rook-ceph",
  start(runtime) {
    const operator = new Operator(runtime, /^rook-ceph-operator/);
    const nodes = runtime.store(core.nodes);

    const cluster = runtime.on("rook-ceph", clusters, async (object, { deleted }) => {
      if (deleted || !operator.running()) return;
      if (object.metadata.deletionTimestamp) return;
      const spec = object.spec as CephSpec;
      const named = (spec.storage?.nodes ?? []).map(({ name }) => name);
      const missing = named.filter((name) => {
        const node = nodes.get(name);
        return node === undefined || !isTrue(node, "Ready");
      });
      const ready = missing.length === 0 && nodes.all().some((node) => isTrue(node, "Ready"));
      const message = ready
        ? "Cluster created successfully"
        : `Waiting for nodes: ${missing.join(", ") || "none is Ready"}`;
      await runtime.status(clusters, object, {
        phase: ready ? "Ready" : "Progressing",
        state: ready ? "Created" : "Creating",
        message,
        observedGeneration: object.metadata.generation,
        ...(ready ? { ceph: { health: "HEALTH_OK", previousHealth: "HEALTH_WARN" } } : {}),
        conditions: mergeConditions(conditionsOf(object), [
          {
            type: "Ready",
            status: ready ? "True" : "False",
            reason: ready ? "ClusterCreated" : "ClusterProgressing",
            message,
          },
        ]),
      });
      if (ready) await monitors(object);
      if (ready && spec.dashboard?.enabled) {
        for (const [kind, child] of dashboardOf(object)) await runtime.apply(kind, child);
        await password(object);
      }
    });
    operator.wakes(cluster);
    runtime.requeue(core.nodes, cluster);

    /** Where clients find the monitors, and what they log in with. */
    const monitors = async (owner: KubeObject): Promise<void> => {
      const { namespace } = owner.metadata;
      if (namespace === undefined) return;
      const meta = (name: string) => ({ name, namespace, ownerReferences: ownedBy(owner) });
      const count = (owner.spec as CephSpec).mon?.count ?? 3;
      const named = Array.from("abcdefghi".slice(0, count));
      await runtime.apply(core.configMaps, {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: meta("rook-ceph-mon-endpoints"),
        data: { data: named.map((mon, index) => `${mon}=192.0.2.${index + 1}:3300`).join(",") },
      });
      if (runtime.store(core.secrets).get("rook-ceph-mon", namespace)) return;
      const keyring = randomBytes(16).toString("base64");
      await runtime.apply(core.secrets, {
        apiVersion: "v1",
        kind: "Secret",
        metadata: meta("rook-ceph-mon"),
        stringData: {
          "ceph-username": "client.admin",
          "ceph-secret": keyring,
          "secret.keyring": keyring,
        },
      });
    };

    const password = async (owner: KubeObject): Promise<void> => {
      const { namespace } = owner.metadata;
      const name = "rook-ceph-dashboard-password";
      if (namespace === undefined || runtime.store(core.secrets).get(name, namespace)) return;
      await runtime.apply(core.secrets, {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name, namespace, ownerReferences: ownedBy(owner) },
        stringData: { password: randomBytes(15).toString("base64url") },
      });
    };

    for (const kind of served) {
      const queue = runtime.on("rook-ceph", kind, async (object, { deleted }) => {
        if (deleted || object.metadata.deletionTimestamp || !operator.running()) return;
        const ready = runtime
          .store(clusters)
          .all()
          .some(
            (each) =>
              each.metadata.namespace === object.metadata.namespace && isTrue(each, "Ready"),
          );
        const phase = ready ? "Ready" : "Progressing";
        await runtime.status(kind, object, {
          phase,
          observedGeneration: object.metadata.generation,
          ...(ready ? { info: {} } : {}),
        });
      });
      runtime.requeue(clusters, queue);
      operator.wakes(queue);
    }
  },
};

function dashboardOf(cluster: KubeObject): [Kind, KubeObject][] {
  const { namespace } = cluster.metadata;
  const { dashboard } = cluster.spec as CephSpec;
  const ssl = dashboard?.ssl ?? false;
  const port = dashboard?.port ?? (ssl ? 8443 : 7000);
  const labels = { app: "rook-ceph-mgr", rook_cluster: namespace ?? "" };
  const meta = (name: string): KubeObject["metadata"] => ({
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels,
    ownerReferences: ownedBy(cluster),
  });
  return [
    [
      core.deployments,
      {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: meta("rook-ceph-mgr-a"),
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: restricted({ containers: [{ name: "mgr", image: "quay.io/ceph/ceph:v19" }] }),
          },
        },
      },
    ],
    [
      core.services,
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: meta("rook-ceph-mgr-dashboard"),
        spec: {
          selector: labels,
          ports: [{ name: ssl ? "https-dashboard" : "http-dashboard", port, targetPort: port }],
        },
      },
    ],
  ];
}
