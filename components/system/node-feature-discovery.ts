import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { SYSTEM_NAMESPACE } from "../contracts/conventions";
import { crdRefs } from "../contracts/crds";
import type { KubernetesObject } from "../contracts/object";

/** Label of a node that carries a USB device of the stack: `usb.feature.node.kubernetes.io/<name>`. */
export const usbLabel = (device: string): string => `usb.feature.node.kubernetes.io/${device}`;

/** The fields of a NodeFeatureRule that are used here (nfd.k8s-sigs.io/v1alpha1). */
interface NodeFeatureRuleSpec {
  readonly rules: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly matchFeatures: readonly {
      readonly feature: "usb.device";
      readonly matchExpressions: Readonly<
        Record<"vendor" | "device", { readonly op: "In"; readonly value: readonly string[] }>
      >;
    }[];
  }[];
}

/**
 * Node Feature Discovery, which labels nodes by what is in them and plugged into them, with a rule
 * for each USB device that a node of the stack names (a UPS, a Zigbee radio).
 * https://kubernetes-sigs.github.io/node-feature-discovery/v0.18/
 */
export function nodeFeatureDiscoveryBundle(spec: Pick<ClusterSpec, "nodes" | "hardware">): Bundle {
  const labels = { "app.kubernetes.io/name": "node-feature-discovery" };
  return {
    layer: "system",
    component: "NodeFeatureDiscovery",
    name: "node-feature-discovery",
    namespaces: [
      {
        name: SYSTEM_NAMESPACE,
        podSecurity: "privileged",
        reason: "the feature agents read /sys, /boot and /usr of the nodes",
      },
    ],
    charts: [
      {
        name: "node-feature-discovery",
        chart: "node-feature-discovery",
        namespace: SYSTEM_NAMESPACE,
        values: {
          master: {
            resources: { requests: { cpu: "21m", memory: "51Mi" }, limits: { memory: "256Mi" } },
          },
          worker: {
            config: { core: { labelSources: ["pci", "system", "usb"] } },
            resources: { requests: { cpu: "5m", memory: "48Mi" }, limits: { memory: "256Mi" } },
            // A node is labelled whatever it is tainted with.
            tolerations: [{ operator: "Exists" }],
          },
          gc: {
            resources: { requests: { cpu: "5m", memory: "32Mi" }, limits: { memory: "128Mi" } },
          },
        },
        brings: {
          crds: [
            ...crdRefs("nfd.k8s-sigs.io/v1alpha1", "Namespaced", {
              NodeFeature: "nodefeatures",
              NodeFeatureGroup: "nodefeaturegroups",
            }),
            ...crdRefs("nfd.k8s-sigs.io/v1alpha1", "Cluster", {
              NodeFeatureRule: "nodefeaturerules",
            }),
          ],
          workloads: [
            { kind: "DaemonSet", name: "node-feature-discovery-worker", labels },
            { kind: "Deployment", name: "node-feature-discovery-gc", replicas: 1, labels },
            { kind: "Deployment", name: "node-feature-discovery-master", replicas: 1, labels },
          ],
        },
      },
    ],
    objects: usbRules(spec),
    provides: ["app:node-feature-discovery"],
  };
}

/** One rule a device name, in order of name; nodes may carry different models under one name. */
function usbRules(spec: Pick<ClusterSpec, "nodes" | "hardware">): KubernetesObject[] {
  const devices = new Map<string, Map<string, { vendor: string; product: string }>>();
  for (const { node } of nodesOf(spec)) {
    for (const [name, { vendor, product }] of Object.entries(node.usb)) {
      const models = devices.get(name) ?? new Map<string, { vendor: string; product: string }>();
      devices.set(name, models.set(`${vendor}-${product}`, { vendor, product }));
    }
  }
  const names = [...devices.keys()].sort();
  return names.map((name) => ({
    apiVersion: "nfd.k8s-sigs.io/v1alpha1",
    kind: "NodeFeatureRule",
    metadata: { name: `usb-${name}` },
    spec: {
      rules: [...(devices.get(name) ?? [])].map(([model, { vendor, product }]) => ({
        name: `${name}-${model}`,
        labels: { [usbLabel(name)]: "true" },
        matchFeatures: [
          {
            feature: "usb.device" as const,
            matchExpressions: {
              vendor: { op: "In" as const, value: [vendor] },
              device: { op: "In" as const, value: [product] },
            },
          },
        ],
      })),
    } satisfies NodeFeatureRuleSpec,
  }));
}
