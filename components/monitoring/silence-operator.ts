import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { KEDA_APP, MONITORING_APP, MONITORING_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";
import type { KubernetesObject } from "../contracts/object";

type Silence = ClusterSpec["monitoring"]["silences"][string];

/** Alerts that match all are not sent (observability.giantswarm.io/v1alpha2). */
interface SilenceSpec {
  readonly matchers: readonly {
    readonly name: string;
    readonly value: string;
    readonly matchType: "=" | "=~";
  }[];
}

/**
 * The operator that keeps the silences of the stack in Alertmanager, which forgets them when its
 * volume goes. https://github.com/giantswarm/silence-operator
 */
export function silenceOperatorBundle(spec: ClusterSpec): Bundle {
  return {
    layer: "monitoring",
    component: "SilenceOperator",
    name: "silence-operator",
    namespaces: [{ name: MONITORING_NAMESPACE }],
    charts: [
      {
        name: "silence-operator",
        chart: "silence-operator",
        namespace: MONITORING_NAMESPACE,
        values: {
          alertmanagerAddress: `http://alertmanager-operated.${MONITORING_NAMESPACE}.svc.cluster.local:9093`,
          networkPolicy: { enabled: false },
          // A monitor of the chart would have to wait for its definition.
          podMonitor: { enabled: false },
          resources: {
            requests: { cpu: "10m", memory: "64Mi" },
            limits: { memory: "128Mi" },
          },
        },
        brings: {
          crds: [
            ...crdRefs("monitoring.giantswarm.io/v1alpha1", "Cluster", { Silence: "silences" }),
            ...crdRefs("observability.giantswarm.io/v1alpha2", "Namespaced", {
              Silence: "silences",
            }),
          ],
          workloads: [{ kind: "Deployment", name: "silence-operator", replicas: 1 }],
        },
      },
    ],
    objects: Object.entries({ ...derivedSilences(spec), ...spec.monitoring.silences }).map(
      ([name, silence]) => silenceObject(name, silence),
    ),
    needs: [`app:${MONITORING_APP}`],
    provides: ["app:silence-operator"],
  };
}

/** Silences that follow from other apps of the stack. */
function derivedSilences({ apps }: ClusterSpec): Record<string, Silence> {
  if (!Object.hasOwn(apps, KEDA_APP)) return {};
  return {
    "keda-maxed-out": {
      alert: "KubeHpaMaxedOut",
      labels: { horizontalpodautoscaler: "keda-hpa-.*" },
      reason: "KEDA only tells between none and all of an app's pods",
    },
  };
}

function silenceObject(name: string, { alert, labels, reason }: Silence): KubernetesObject {
  return {
    apiVersion: "observability.giantswarm.io/v1alpha2",
    kind: "Silence",
    metadata: {
      name,
      namespace: MONITORING_NAMESPACE,
      annotations: { "hearth.dev/reason": reason },
    },
    spec: {
      matchers: [
        { name: "alertname", value: alert, matchType: "=" },
        ...Object.entries(labels).map(([label, value]) => ({
          name: label,
          value,
          matchType: "=~" as const,
        })),
      ],
    } satisfies SilenceSpec,
  };
}
