import { record, type KubernetesObject } from "../../components/contracts/object";
import { protectionOf } from "../../components/contracts/protection";
import type { Effect } from "./change";
import { isUnder, type FieldChange } from "./fields";
import type { SnapshotResource } from "./snapshot";

const RELEASE = "kubernetes:helm.sh/v3:Release";

/** Types whose loss is the loss of the cluster. */
const KEYS = new Set(["talos:machine/secrets:Secrets", "talos:machine/bootstrap:Bootstrap"]);

/** Whether a resource is an object of the Kubernetes API. */
export function isObject({ type }: Pick<SnapshotResource, "type">): boolean {
  return type.startsWith("kubernetes:") && type !== RELEASE;
}

/** What the changes of a resource mean that stays in place. */
export function changeEffects(
  { type, inputs }: SnapshotResource,
  fields: readonly FieldChange[],
): Effect[] {
  if (type === RELEASE) return [releaseEffect(inputs)];
  if (isObject({ type })) return objectEffects(inputs as unknown as KubernetesObject, fields);
  if (type.startsWith("cloudflare:")) {
    return [{ kind: "note", text: "counts at Cloudflare at once" }];
  }
  if (type.startsWith("hearth:gates:")) {
    return [{ kind: "note", text: "only changes what the build waits for" }];
  }
  return [];
}

/** Releases whose pods hold up the whole cluster. */
const CRITICAL: Readonly<Record<string, string>> = {
  cilium: "upgrades the network of every node, one agent after another",
  "rook-ceph": "upgrades the storage operator, which may restart Ceph's daemons one by one",
};

function releaseEffect(inputs: Readonly<Record<string, unknown>>): Effect {
  const name = String(inputs["name"]);
  return {
    kind: "restart",
    text: CRITICAL[name] ?? "upgrades the release; restarts those of its pods that change",
  };
}

function objectEffects(object: KubernetesObject, fields: readonly FieldChange[]): Effect[] {
  const touches = (prefix: string) => fields.some(({ path }) => isUnder(path, prefix));
  const spec = record(object["spec"]);
  switch (object.kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return [
        ...(touches("spec.template") ? [restart(object.kind, spec)] : []),
        ...(touches("spec.replicas")
          ? [{ kind: "note" as const, text: `runs ${String(spec["replicas"])} pods` }]
          : []),
      ];
    case "CronJob":
      return [{ kind: "note", text: "counts from the next run" }];
    case "PersistentVolumeClaim":
      return touches("spec.resources") ? [claimSize(fields)] : [];
    case "ConfigMap":
      return [
        { kind: "note", text: "running pods see it when they are restarted or read it anew" },
      ];
    case "Cluster":
      return touches("spec.storage") || touches("spec.imageName") || touches("spec.postgresql")
        ? [{ kind: "restart", text: "the operator restarts the database's instances one by one" }]
        : [];
    case "CephCluster":
      return [{ kind: "restart", text: "the operator may restart Ceph's daemons one by one" }];
    case "Gateway":
    case "EnvoyProxy":
      return [{ kind: "restart", text: "may restart the gateway's proxies one by one" }];
    default:
      return [];
  }
}

/** How a workload gets new pods. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy */
function restart(kind: string, spec: Readonly<Record<string, unknown>>): Effect {
  const { type } = record(spec["strategy"] ?? spec["updateStrategy"]);
  const how =
    type === "Recreate"
      ? "the old pod goes before the new one starts"
      : type === "OnDelete"
        ? "each pod when somebody deletes it"
        : kind === "Deployment"
          ? "rolling, new pods first"
          : "rolling, one pod after another";
  return { kind: "restart", text: `restarts this workload: ${how}` };
}

function claimSize(fields: readonly FieldChange[]): Effect {
  const size = fields.find(({ path }) => isUnder(path, "spec.resources"));
  const before = bytes(size?.before);
  const after = bytes(size?.after);
  return after < before
    ? { kind: "data", text: "Kubernetes refuses to shrink a volume: make a new one and copy" }
    : { kind: "note", text: "grows the volume in place, where its class allows it" };
}

const UNITS = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];

/** A quantity such as `10Gi` in bytes; not a number where it is none. */
function bytes(value: unknown): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)([KMGTP]i)?$/.exec(String(value)) ?? [];
  return amount === undefined ? NaN : Number(amount) * 1024 ** UNITS.indexOf(unit);
}

/** What it means that a resource is deleted and made anew. */
export function replaceEffects({ type, inputs }: SnapshotResource): Effect[] {
  if (type === "pulumi:providers:kubernetes") {
    const text = "another cluster to Pulumi: everything in it is deleted and made anew";
    return [{ kind: "data", text: `data at risk: ${text}` }];
  }
  if (KEYS.has(type)) {
    return [{ kind: "data", text: "data at risk: the cluster's keys are lost; it is protected" }];
  }
  if (type === RELEASE) {
    return [{ kind: "data", text: "data at risk: uninstalls the chart and installs it again" }];
  }
  if (type.startsWith("random:")) {
    return [{ kind: "replace", text: "makes a new secret; what uses it restarts or loses access" }];
  }
  if (!isObject({ type })) return [];
  return [
    { kind: "replace", text: "deletes the object and makes it anew: a field is immutable" },
    ...(holdsData(inputs) ? [{ kind: "data" as const, text: "data at risk" }] : []),
  ];
}

/** What it means that a resource is no longer there. */
export function removeEffects({ type, inputs }: SnapshotResource): Effect[] {
  if (KEYS.has(type)) {
    return [{ kind: "data", text: "data at risk: the engine refuses, it is protected" }];
  }
  if (type === RELEASE) {
    return [
      {
        kind: "data",
        text: "data at risk where the chart has volumes or defines kinds: it is uninstalled with all that it made",
      },
    ];
  }
  if (type.startsWith("random:")) return [{ kind: "note", text: "the secret is forgotten" }];
  if (!isObject({ type })) return [];
  const object = inputs as unknown as KubernetesObject;
  const { protect, retainOnDelete } = protectionOf(object);
  if (protect === true) {
    return [{ kind: "data", text: "data at risk: the engine refuses, it is protected" }];
  }
  if (retainOnDelete === true) {
    return [{ kind: "note", text: "stays in the cluster, outside of the program" }];
  }
  if (object.kind === "CustomResourceDefinition") {
    return [{ kind: "data", text: "data at risk: deletes every object of the kind" }];
  }
  if (holdsData(inputs)) return [{ kind: "data", text: "data at risk: goes with the object" }];
  switch (object.kind) {
    case "Deployment":
    case "StatefulSet":
    case "DaemonSet":
      return [{ kind: "restart", text: "stops this workload" }];
    default:
      return [];
  }
}

/** Kinds that are or keep data. */
const DATA = new Set([
  "PersistentVolumeClaim",
  "PersistentVolume",
  "Namespace",
  "CephCluster",
  "CephBlockPool",
  "CephFilesystem",
  "CephObjectStore",
  "Cluster",
  "Database",
  "Dragonfly",
]);

function holdsData(inputs: Readonly<Record<string, unknown>>): boolean {
  return DATA.has(String(inputs["kind"]));
}
