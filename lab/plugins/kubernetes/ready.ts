import { asArray, asObject, asString, textOf } from "../shared/values";
import type { Properties } from "../shared/values";
import type { Api, KubeObject } from "./api";

/** What a look at an object says about its readiness. */
export type Verdict =
  | { readonly state: "ready" }
  | {
      readonly state: "waiting";
      readonly for: string;
      /** It depends on other objects, so a watch on this one alone does not tell. */
      readonly onOthers?: boolean;
    }
  | { readonly state: "failed"; readonly why: string };

/** Judges an object; may look at others through the API. */
export type Check = (object: KubeObject, api: Api) => Verdict | Promise<Verdict>;

const READY: Verdict = { state: "ready" };
const waiting = (what: string, onOthers = false): Verdict => ({
  state: "waiting",
  for: what,
  onOthers,
});
const failed = (why: string): Verdict => ({ state: "failed", why });

/**
 * When an object of a kind is ready, by `group/Kind` (`Kind` alone for the core group), as the
 * official provider judges (`provider/pkg/await` in pulumi/pulumi-kubernetes). A kind that is not
 * here is ready as soon as it exists.
 */
const CHECKS: Readonly<Record<string, Check>> = {
  "apps/Deployment": deployment,
  "apps/StatefulSet": statefulSet,
  "apps/DaemonSet": daemonSet,
  "batch/Job": job,
  Pod: pod,
  PersistentVolumeClaim: claim,
  PersistentVolume: (object) => inPhase(object, "Available", "Bound"),
  Service: service,
  "networking.k8s.io/Ingress": (object) =>
    hasAddress(object) ? READY : waiting("a load-balancer address"),
  "apiextensions.k8s.io/CustomResourceDefinition": (object) => conditionTrue(object, "Established"),
};

/** The check for an object's kind, if its kind has one. */
export function checkFor(object: KubeObject): Check | undefined {
  const apiVersion = asString(object["apiVersion"]) ?? "";
  const kind = asString(object["kind"]) ?? "";
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : undefined;
  return CHECKS[group === undefined ? kind : `${group}/${kind}`];
}

/** Ready once a condition has a status; fails on nothing. */
export function conditionTrue(object: KubeObject, type: string, wanted = "True"): Verdict {
  const condition = conditionOf(object, type);
  if (!condition) return waiting(`condition ${type}`);
  if (textOf(condition["status"]).toLowerCase() === wanted.toLowerCase()) return READY;
  return waiting(`condition ${type}=${wanted}${because(condition)}`);
}

function deployment(object: KubeObject): Verdict {
  const { spec, status } = partsOf(object);
  if (!observed(object)) return waiting("the controller to see the change");
  const progressing = conditionOf(object, "Progressing");
  if (progressing?.["reason"] === "ProgressDeadlineExceeded") {
    return failed(`the rollout stalled${because(progressing)}`);
  }
  const wanted = count(spec["replicas"], 1);
  const updated = count(status["updatedReplicas"]);
  const available = count(status["availableReplicas"]);
  if (updated < wanted) return waiting(`updated replicas (${updated} of ${wanted})`);
  if (count(status["replicas"]) > updated) return waiting("replicas of the old version to end");
  if (available < wanted) return waiting(`available replicas (${available} of ${wanted})`);
  return READY;
}

function statefulSet(object: KubeObject): Verdict {
  const { spec, status } = partsOf(object);
  if (!observed(object)) return waiting("the controller to see the change");
  const wanted = count(spec["replicas"], 1);
  const ready = count(status["readyReplicas"]);
  if (ready < wanted) return waiting(`ready replicas (${ready} of ${wanted})`);
  const strategy = asObject(spec["updateStrategy"]);
  const partition = count(asObject(strategy["rollingUpdate"])["partition"]);
  const current = status["currentRevision"] === status["updateRevision"];
  if (strategy["type"] !== "OnDelete" && partition === 0 && !current) {
    return waiting(`updated replicas (${count(status["updatedReplicas"])} of ${wanted})`);
  }
  return READY;
}

function daemonSet(object: KubeObject): Verdict {
  const { spec, status } = partsOf(object);
  if (!observed(object)) return waiting("the controller to see the change");
  const wanted = count(status["desiredNumberScheduled"]);
  const updated = count(status["updatedNumberScheduled"]);
  const available = count(status["numberAvailable"]);
  const onDelete = asObject(spec["updateStrategy"])["type"] === "OnDelete";
  if (!onDelete && updated < wanted) return waiting(`updated pods (${updated} of ${wanted})`);
  if (available < wanted) return waiting(`available pods (${available} of ${wanted})`);
  return READY;
}

function job(object: KubeObject): Verdict {
  const failure = conditionOf(object, "Failed");
  if (failure?.["status"] === "True") return failed(`the job failed${because(failure)}`);
  if (asObject(object["spec"])["suspend"] === true) return READY;
  return conditionTrue(object, "Complete");
}

function pod(object: KubeObject): Verdict {
  const { status } = partsOf(object);
  if (status["phase"] === "Succeeded") return READY;
  if (status["phase"] === "Failed") return failed(`the pod failed${because(status)}`);
  const verdict = conditionTrue(object, "Ready");
  if (verdict.state === "ready") return verdict;
  const container = asArray(status["containerStatuses"])
    .map((item) => asObject(asObject(asObject(item)["state"])["waiting"]))
    .find((state) => state["reason"] !== undefined && state["reason"] !== "ContainerCreating");
  return container ? waiting(`its containers${because(container)}`) : verdict;
}

/**
 * A claim of a class that binds at first use stays pending until a pod wants it, so it must not be
 * waited for: the pod would wait for the claim.
 */
async function claim(object: KubeObject, api: Api): Promise<Verdict> {
  const { spec, status } = partsOf(object);
  if (status["phase"] === "Bound") return READY;
  if (status["phase"] === "Lost") return failed("its volume is lost");
  const className = asString(spec["storageClassName"]);
  if (className === undefined) return waiting("a volume (the cluster has no default class)");
  if (className !== "") {
    const kind = await api.kind("storage.k8s.io/v1", "StorageClass");
    const storageClass = await api.get({ kind, namespace: "", name: className });
    if (storageClass?.["volumeBindingMode"] === "WaitForFirstConsumer") return READY;
    if (!storageClass) return waiting(`the storage class ${className}, which does not exist`, true);
  }
  return waiting("a volume to be bound", true);
}

async function service(object: KubeObject, api: Api): Promise<Verdict> {
  const { spec } = partsOf(object);
  if (spec["type"] === "ExternalName") return READY;
  if (spec["type"] === "LoadBalancer" && !hasAddress(object)) {
    return waiting("a load-balancer address");
  }
  const headless = spec["clusterIP"] === "None";
  if (headless || Object.keys(asObject(spec["selector"])).length === 0) return READY;
  const metadata = asObject(object["metadata"]);
  const kind = await api.kind("discovery.k8s.io/v1", "EndpointSlice");
  const slices = await api.list(
    kind,
    asString(metadata["namespace"]) ?? "",
    `kubernetes.io/service-name=${textOf(metadata["name"])}`,
  );
  const ready = slices
    .flatMap((slice) => asArray(slice["endpoints"]))
    .some((endpoint) => asObject(asObject(endpoint)["conditions"])["ready"] !== false);
  const selector = Object.entries(asObject(spec["selector"]))
    .map(([key, value]) => `${key}=${textOf(value)}`)
    .join(",");
  return ready ? READY : waiting(`a ready pod behind its selector ${selector}`, true);
}

function inPhase(object: KubeObject, ...phases: string[]): Verdict {
  const phase = asString(partsOf(object).status["phase"]) ?? "none";
  return phases.includes(phase) ? READY : waiting(`phase ${phases.join(" or ")} (is ${phase})`);
}

function hasAddress(object: KubeObject): boolean {
  return asArray(asObject(partsOf(object).status["loadBalancer"])["ingress"]).length > 0;
}

function conditionOf(object: KubeObject, type: string): Properties | undefined {
  return asArray(partsOf(object).status["conditions"])
    .map(asObject)
    .find((condition) => condition["type"] === type);
}

function partsOf(object: KubeObject): { spec: Properties; status: Properties } {
  return { spec: asObject(object["spec"]), status: asObject(object["status"]) };
}

/** True once the controller has seen the newest version of the object. */
function observed(object: KubeObject): boolean {
  const generation = count(asObject(object["metadata"])["generation"]);
  return count(partsOf(object).status["observedGeneration"]) >= generation;
}

function count(value: unknown, absent = 0): number {
  return typeof value === "number" ? value : absent;
}

/** What a condition says of its reason, in parentheses. */
function because(condition: Properties): string {
  const parts = [condition["reason"], condition["message"]].map(asString).filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(": ")})` : "";
}
