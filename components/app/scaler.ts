import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { KEDA_APP, NFS_PROBE_JOB, PROMETHEUS_URL } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { appMeta } from "./labels";

/** A workload whose pods KEDA starts and stops (keda.sh/v1alpha1). */
interface ScaledObjectSpec {
  readonly scaleTargetRef: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
  };
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly idleReplicaCount: number;
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly advanced: { readonly restoreToOriginalReplicaCount: boolean };
  readonly triggers: readonly {
    readonly type: "prometheus";
    readonly metadata: Readonly<Record<string, string>>;
  }[];
}

/**
 * Whether KEDA decides how many pods an app has: where the stack has KEDA, and the app mounts the NFS
 * server. Pods that hang on a server that is gone can neither work nor be stopped.
 */
export function isScaled(
  { apps, storage }: Pick<ClusterSpec, "apps" | "storage">,
  { kind, replicas, volumes }: Pick<ImageApp, "kind" | "replicas" | "volumes">,
): boolean {
  return (
    Object.hasOwn(apps, KEDA_APP) &&
    storage.nfs !== undefined &&
    (kind === "Deployment" || kind === "StatefulSet") &&
    replicas > 0 &&
    Object.values(volumes).some((volume) => "nfs" in volume)
  );
}

/**
 * Stops an app that mounts the NFS server two minutes after the server is gone, and starts it again
 * when it is back. Where Prometheus knows nothing, all stays as it is.
 * https://keda.sh/docs/2.19/scalers/prometheus/
 */
export function scaler(spec: ClusterSpec, app: ImageApp): KubernetesObject[] {
  if (!isScaled(spec, app)) return [];
  return [
    {
      apiVersion: "keda.sh/v1alpha1",
      kind: "ScaledObject",
      metadata: appMeta(app),
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: app.kind, name: app.name },
        pollingInterval: 60,
        cooldownPeriod: 120,
        // None while the server is away, else all of them: the figure says no more than that.
        idleReplicaCount: 0,
        minReplicaCount: app.replicas,
        maxReplicaCount: app.replicas,
        advanced: { restoreToOriginalReplicaCount: true },
        triggers: [
          {
            type: "prometheus",
            metadata: {
              serverAddress: PROMETHEUS_URL,
              query: `probe_success{job="${NFS_PROBE_JOB}"}`,
              threshold: "1",
              ignoreNullValues: "false",
            },
          },
        ],
      } satisfies ScaledObjectSpec,
    },
  ];
}
