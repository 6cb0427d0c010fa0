import type { KubeObject } from "../../kubernetes/client";
import { startedAnnotation } from "../../kubernetes/stages";
import { core } from "./kinds";
import type { Reconcile } from "./queue";
import type { Controller } from "./runtime";

/** Pods that are started at once. Every node has a kubelet of its own, and none waits for another. */
const KUBELETS = 16;

interface Source {
  name?: string;
  optional?: boolean;
}

interface PodSpec {
  nodeName?: string;
  hostNetwork?: boolean;
  containers: Container[];
  initContainers?: Container[];
  volumes?: {
    secret?: { secretName?: string; optional?: boolean };
    configMap?: Source;
    persistentVolumeClaim?: { claimName: string };
    ephemeral?: object;
    name: string;
    projected?: { sources?: { secret?: Source; configMap?: Source }[] };
  }[];
}

interface Container {
  env?: {
    valueFrom?: {
      secretKeyRef?: Source & { key: string };
      configMapKeyRef?: Source & { key: string };
    };
  }[];
  envFrom?: { secretRef?: Source; configMapRef?: Source }[];
}

/** Something that a pod mounts or reads and that is not optional. */
export interface Need {
  readonly kind: "Secret" | "ConfigMap" | "PersistentVolumeClaim";
  readonly name: string;
  /** Key that must be in it. */
  readonly key?: string;
}

/** What must exist before the kubelet can create the pod's containers. */
export function needsOf(pod: KubeObject): Need[] {
  const spec = pod.spec as PodSpec;
  const needs: Need[] = [];
  const add = (kind: Need["kind"], source?: Source & { key?: string }): void => {
    if (source?.name === undefined || source.optional === true) return;
    needs.push({ kind, name: source.name, ...(source.key ? { key: source.key } : {}) });
  };
  for (const volume of spec.volumes ?? []) {
    const { secret, configMap, persistentVolumeClaim, ephemeral, projected } = volume;
    if (secret?.secretName) add("Secret", { ...secret, name: secret.secretName });
    add("ConfigMap", configMap);
    if (persistentVolumeClaim) {
      add("PersistentVolumeClaim", { name: persistentVolumeClaim.claimName });
    }
    if (ephemeral) {
      add("PersistentVolumeClaim", { name: `${pod.metadata.name}-${volume.name}` });
    }
    for (const source of projected?.sources ?? []) {
      add("Secret", source.secret);
      add("ConfigMap", source.configMap);
    }
  }
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    for (const { valueFrom } of container.env ?? []) {
      add("Secret", valueFrom?.secretKeyRef);
      add("ConfigMap", valueFrom?.configMapKeyRef);
    }
    for (const { secretRef, configMapRef } of container.envFrom ?? []) {
      add("Secret", secretRef);
      add("ConfigMap", configMapRef);
    }
  }
  return needs;
}

/**
 * Stands in for the part of the kubelet that mounts volumes and reads environment variables: a
 * pod's containers start only when every Secret, ConfigMap and bound claim that it needs is
 * there, and say what is missing until then. Nothing is mounted and no image is pulled.
 */
export const containers: Controller = {
  name: "kubelet",
  start(runtime) {
    const stores = {
      Secret: runtime.store(core.secrets),
      ConfigMap: runtime.store(core.configMaps),
      PersistentVolumeClaim: runtime.store(core.claims),
    };
    const missing = (pod: KubeObject): string | undefined => {
      for (const { kind, name, key } of needsOf(pod)) {
        const found = stores[kind].get(name, pod.metadata.namespace);
        const what =
          kind === "PersistentVolumeClaim" ? "persistentvolumeclaim" : kind.toLowerCase();
        if (found === undefined) return `${what} "${name}" not found`;
        if (kind === "PersistentVolumeClaim") {
          const { phase } = (found.status ?? {}) as { phase?: string };
          if (phase !== "Bound") return `persistentvolumeclaim "${name}" is not bound`;
        }
        if (
          key !== undefined &&
          !(key in { ...(found.data as object), ...(found.stringData as object) })
        ) {
          return `couldn't find key ${key} in ${kind} ${pod.metadata.namespace}/${name}`;
        }
      }
      return undefined;
    };
    const reconcile: Reconcile = async (pod, { deleted }) => {
      const spec = pod.spec as PodSpec;
      const { phase } = (pod.status ?? {}) as { phase?: string };
      if (deleted || pod.metadata.deletionTimestamp || !spec.nodeName || phase !== "Pending")
        return;
      if (pod.metadata.annotations?.[startedAnnotation] !== undefined) return;
      const reason = missing(pod);
      if (reason === undefined) {
        await runtime.client.patch(runtime.resource(core.pods), pod, {
          metadata: { annotations: { [startedAnnotation]: "true" } },
        });
        return;
      }
      const waiting = { reason: "CreateContainerConfigError", message: reason };
      await runtime.status(core.pods, pod, {
        containerStatuses: spec.containers.map((container) => ({
          name: (container as { name?: string }).name,
          image: (container as { image?: string }).image,
          imageID: "",
          ready: false,
          restartCount: 0,
          state: { waiting },
        })),
      });
    };
    const queue = runtime.on("kubelet", core.pods, reconcile, KUBELETS);
    for (const kind of [core.secrets, core.configMaps, core.claims]) runtime.requeue(kind, queue);
  },
};
