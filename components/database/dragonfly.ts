import type { ClusterSpec } from "../../spec/cluster";
import { mebibytes } from "../../spec/quantity";
import { imageRef } from "../../versions";
import type { Bundle } from "../contracts/bundle";
import { CACHE_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";
import type { KubernetesObject } from "../contracts/object";

/** Memory that Dragonfly wants for each of its threads, in MiB. */
const MIB_PER_THREAD = 256;

/** The fields of a Dragonfly that are used here (dragonflydb.io/v1alpha1). */
interface DragonflySpec {
  readonly image: string;
  readonly replicas: number;
  readonly args: readonly string[];
  readonly env: readonly unknown[];
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
  readonly podSecurityContext: Readonly<Record<string, unknown>>;
  readonly containerSecurityContext: Readonly<Record<string, unknown>>;
  readonly topologySpreadConstraints: readonly unknown[];
}

/** The Dragonfly operator. https://www.dragonflydb.io/docs/managing-dragonfly/operator/installation */
export function dragonflyOperatorBundle(): Bundle {
  return {
    layer: "database",
    component: "DragonflyOperator",
    name: "dragonfly-operator",
    namespaces: [{ name: CACHE_NAMESPACE }],
    charts: [
      {
        name: "dragonfly-operator",
        chart: "dragonfly-operator",
        namespace: CACHE_NAMESPACE,
        values: {
          podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          manager: {
            resources: { requests: { cpu: "10m", memory: "64Mi" }, limits: { memory: "256Mi" } },
          },
        },
        brings: {
          crds: crdRefs("dragonflydb.io/v1alpha1", "Namespaced", { Dragonfly: "dragonflies" }),
          workloads: [{ kind: "Deployment", name: "dragonfly-operator", replicas: 1 }],
        },
      },
    ],
    provides: ["app:dragonfly-operator"],
  };
}

/** A cache of the stack: a primary and replicas in memory, without persistence and password. */
export function dragonflyBundle(name: string, cache: ClusterSpec["caches"][string]): Bundle {
  return {
    layer: "database",
    component: "Dragonfly",
    name: `dragonfly-${name}`,
    namespaces: [{ name: CACHE_NAMESPACE }],
    objects: [dragonfly(name, cache)],
  };
}

function dragonfly(
  name: string,
  { replicas, memory }: ClusterSpec["caches"][string],
): KubernetesObject {
  const threads = Math.max(1, Math.min(2, Math.floor(mebibytes(memory) / MIB_PER_THREAD)));
  return {
    apiVersion: "dragonflydb.io/v1alpha1",
    kind: "Dragonfly",
    metadata: { name, namespace: CACHE_NAMESPACE },
    spec: {
      image: imageRef("ghcr.io/dragonflydb/dragonfly"),
      replicas,
      args: [
        "--maxmemory=$(MAX_MEMORY)Mi",
        `--proactor_threads=${String(threads)}`,
        // Clients made for Redis Cluster and scripts that do not name their keys work too.
        "--cluster_mode=emulated",
        "--default_lua_flags=allow-undeclared-keys",
        // A cache leaves nothing on disk when it stops.
        "--dbfilename=",
      ],
      env: [
        {
          name: "MAX_MEMORY",
          valueFrom: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } },
        },
      ],
      resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory } },
      podSecurityContext: {
        runAsNonRoot: true,
        runAsUser: 999,
        runAsGroup: 999,
        fsGroup: 999,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "kubernetes.io/hostname",
          whenUnsatisfiable: "ScheduleAnyway",
          labelSelector: { matchLabels: { app: name } },
        },
      ],
    } satisfies DragonflySpec,
  };
}
