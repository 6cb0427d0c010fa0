import type { KubeObject } from "../../kubernetes/client";
import { core, type Kind } from "./kinds";
import { ownedBy } from "./objects";
import { Operator } from "./operators";
import { restricted } from "./restricted";
import type { Controller } from "./runtime";

const dragonflies: Kind = { group: "dragonflydb.io", plural: "dragonflies" };
const PORT = 6379;

interface DragonflySpec {
  replicas?: number;
  image?: string;
  args?: string[];
  env?: object[];
  resources?: object;
}

/**
 * Stands in for the Dragonfly operator: a Dragonfly becomes a StatefulSet and a Service of its
 * name, and is ready when its pods are. Nothing is cached.
 */
export const dragonfly: Controller = {
  name: "dragonfly",
  start(runtime) {
    const operator = new Operator(runtime, /^dragonfly-operator/);
    const sets = runtime.store(core.statefulSets);
    const queue = runtime.on("dragonfly", dragonflies, async (object, { deleted }) => {
      if (deleted || object.metadata.deletionTimestamp || !operator.running()) return;
      const { replicas = 1 } = object.spec as DragonflySpec;
      const { name, namespace } = object.metadata;
      for (const [kind, child] of childrenOf(object)) await runtime.apply(kind, child);
      const { readyReplicas = 0 } = (sets.get(name, namespace)?.status ?? {}) as {
        readyReplicas?: number;
      };
      const phase = readyReplicas >= replicas ? "ready" : "resources-created";
      await runtime.status(dragonflies, object, { phase, isRollingUpdate: false });
    });
    operator.wakes(queue);
    runtime.requeue(core.statefulSets, queue, (set) =>
      (set.metadata.ownerReferences ?? []).some(({ kind }) => kind === "Dragonfly"),
    );
  },
};

function childrenOf(object: KubeObject): [Kind, KubeObject][] {
  const { replicas = 1, image, args, env, resources } = object.spec as DragonflySpec;
  const { name, namespace } = object.metadata;
  const labels = { app: name, "app.kubernetes.io/name": "dragonfly" };
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels,
    ownerReferences: ownedBy(object),
  };
  const container = {
    name: "dragonfly",
    image: image ?? "docker.dragonflydb.io/dragonflydb/dragonfly",
    ports: [{ name: "redis", containerPort: PORT }],
    ...(args ? { args } : {}),
    ...(env ? { env } : {}),
    ...(resources ? { resources } : {}),
  };
  return [
    [
      core.statefulSets,
      {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata,
        spec: {
          replicas,
          serviceName: name,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: restricted({ containers: [container] }) },
        },
      },
    ],
    [
      core.services,
      {
        apiVersion: "v1",
        kind: "Service",
        metadata,
        spec: { selector: labels, ports: [{ name: "redis", port: PORT, targetPort: PORT }] },
      },
    ],
  ];
}
