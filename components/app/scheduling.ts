import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { architecturesOf, nodesOf } from "../../spec/queries";
import { appSelector } from "../contracts/conventions";
import { usbDeviceOf } from "./devices";

const HOSTNAME = "kubernetes.io/hostname";

/** The pod fields that decide where an app runs. */
export function schedulingOf(spec: ClusterSpec, app: ImageApp): Record<string, unknown> {
  const { nodeSelector, near } = app.scheduling ?? {};
  const affinity = {
    ...nodeAffinity(spec, app),
    ...(near === undefined ? {} : { podAffinity: sameNode(near) }),
  };
  const tolerations = tolerationsOf(spec, app);
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(Object.keys(affinity).length === 0 ? {} : { affinity }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(app.replicas > 1 ? { topologySpreadConstraints: [spread(app)] } : {}),
  };
}

/** Pods on the node of an app's pod, to share its volumes. */
export const sameNode = (app: string) => ({
  requiredDuringSchedulingIgnoredDuringExecution: [
    { labelSelector: { matchLabels: appSelector(app) }, topologyKey: HOSTNAME },
  ],
});

/** The nodes that it is bound to, by `scheduling.node` or its USB device; undefined where it is free. */
function boundNodes(spec: ClusterSpec, app: ImageApp): readonly string[] | undefined {
  const node = app.scheduling?.node;
  return node === undefined ? usbDeviceOf(spec, app)?.nodes : [node];
}

function nodeAffinity(spec: ClusterSpec, app: ImageApp): Record<string, unknown> {
  const bound = boundNodes(spec, app);
  const foreign = architecturesOf(spec).some((one) => !app.architectures.includes(one));
  const expressions = [
    ...(bound === undefined ? [] : [{ key: HOSTNAME, operator: "In", values: [...bound] }]),
    ...(foreign
      ? [{ key: "kubernetes.io/arch", operator: "In", values: [...app.architectures].sort() }]
      : []),
  ];
  return expressions.length === 0
    ? {}
    : {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: expressions }],
          },
        },
      };
}

/** What is written, and the taints of the nodes that it is bound to: nobody has to write those twice. */
function tolerationsOf(spec: ClusterSpec, app: ImageApp) {
  const bound = boundNodes(spec, app) ?? [];
  const taints = nodesOf(spec)
    .filter(({ name }) => bound.includes(name))
    .flatMap(({ node }) => node.taints);
  const all = [...(app.scheduling?.tolerations ?? []), ...taints].map(({ key, value, effect }) => ({
    key,
    operator: value === undefined ? "Exists" : "Equal",
    ...(value === undefined ? {} : { value }),
    ...(effect === undefined ? {} : { effect }),
  }));
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = JSON.stringify(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

const spread = (app: ImageApp) => ({
  maxSkew: 1,
  topologyKey: HOSTNAME,
  whenUnsatisfiable: "ScheduleAnyway",
  labelSelector: { matchLabels: appSelector(app.name) },
});
