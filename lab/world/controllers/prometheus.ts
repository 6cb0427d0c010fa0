import type { KubeObject } from "../../kubernetes/client";
import { conditionsOf, mergeConditions } from "./conditions";
import { core, type Kind } from "./kinds";
import { ownedBy } from "./objects";
import { Operator } from "./operators";
import { restricted } from "./restricted";
import type { Controller } from "./runtime";

const monitoring = (plural: string): Kind => ({ group: "monitoring.coreos.com", plural });

/** Kinds that become a StatefulSet of their own, with the label of their pods and their port. */
const managed = [
  { kind: monitoring("prometheuses"), app: "prometheus", port: 9090 },
  { kind: monitoring("alertmanagers"), app: "alertmanager", port: 9093 },
] as const;

interface InstanceSpec {
  replicas?: number;
  image?: string;
  storage?: { volumeClaimTemplate?: { spec?: object } };
}

/**
 * Stands in for the Prometheus operator: a Prometheus or Alertmanager becomes a StatefulSet with
 * its storage and governing Service. Nothing is scraped.
 */
export const prometheusOperator: Controller = {
  name: "prometheus-operator",
  start(runtime) {
    const operator = new Operator(runtime, /prometheus-(stack-)?operator|kube-prometheus/);
    for (const { kind, app, port } of managed) {
      const queue = runtime.on("prometheus-operator", kind, async (object, { deleted }) => {
        if (deleted || object.metadata.deletionTimestamp || !operator.running()) return;
        const { replicas = 1 } = object.spec as InstanceSpec;
        await runtime.apply(core.services, governingService(object, app, port));
        await runtime.apply(core.statefulSets, statefulSet(object, app, port));
        const set = runtime
          .store(core.statefulSets)
          .get(`${app}-${object.metadata.name}`, object.metadata.namespace);
        const { readyReplicas = 0 } = (set?.status ?? {}) as { readyReplicas?: number };
        const available = readyReplicas >= replicas;
        await runtime.status(kind, object, {
          replicas,
          availableReplicas: readyReplicas,
          updatedReplicas: replicas,
          unavailableReplicas: replicas - readyReplicas,
          paused: false,
          conditions: mergeConditions(conditionsOf(object), [
            { type: "Available", status: available ? "True" : "False", reason: "", message: "" },
            { type: "Reconciled", status: "True", reason: "", message: "" },
          ]),
        });
      });
      operator.wakes(queue);
      runtime.requeue(core.statefulSets, queue, ({ metadata }) => metadata.name.startsWith(app));
    }
  },
};

const labelsOf = (object: KubeObject, app: string): Record<string, string> => ({
  "app.kubernetes.io/name": app,
  "app.kubernetes.io/managed-by": "prometheus-operator",
  "app.kubernetes.io/instance": object.metadata.name,
  [app]: object.metadata.name,
  "operator.prometheus.io/name": object.metadata.name,
});

function meta(object: KubeObject, name: string, app: string): KubeObject["metadata"] {
  return {
    name,
    ...(object.metadata.namespace ? { namespace: object.metadata.namespace } : {}),
    labels: labelsOf(object, app),
    ownerReferences: ownedBy(object),
  };
}

function governingService(object: KubeObject, app: string, port: number): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: meta(object, `${app}-operated`, app),
    spec: {
      clusterIP: "None",
      selector: { "app.kubernetes.io/name": app },
      ports: [{ name: "web", port, targetPort: "web" }],
    },
  };
}

function statefulSet(object: KubeObject, app: string, port: number): KubeObject {
  const { replicas = 1, image, storage } = object.spec as InstanceSpec;
  const labels = labelsOf(object, app);
  const claim = storage?.volumeClaimTemplate?.spec;
  const volume = `${app}-${object.metadata.name}-db`;
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: meta(object, `${app}-${object.metadata.name}`, app),
    spec: {
      replicas,
      serviceName: `${app}-operated`,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: restricted({
          containers: [
            {
              name: app,
              image: image ?? `quay.io/prometheus/${app}:latest`,
              ports: [{ name: "web", containerPort: port }],
              ...(claim ? { volumeMounts: [{ name: volume, mountPath: `/${app}` }] } : {}),
            },
          ],
        }),
      },
      ...(claim
        ? {
            volumeClaimTemplates: [
              {
                metadata: { name: volume },
                spec: { accessModes: ["ReadWriteOnce"], ...claim },
              },
            ],
          }
        : {}),
    },
  };
}
