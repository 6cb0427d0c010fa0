import type { LabCommand } from "./lab-command";

interface Workload {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet";
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly generation: number;
  };
  readonly spec: { readonly replicas?: number };
  readonly status: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
  };
}

/** All objects of some kinds in a stack's cluster, as its API gives them to kubectl. */
export async function kubectlJson<T>(lab: LabCommand, stack: string, kinds: string): Promise<T[]> {
  const { code, stdout, stderr } = await lab.run([
    "kubectl",
    ...["--stack", stack, "get", kinds, "--all-namespaces", "-o", "json"],
  ]);
  if (code !== 0) throw new Error(`kubectl get ${kinds} ended with ${String(code)}: ${stderr}`);
  return (JSON.parse(stdout) as { items: T[] }).items;
}

/** What the API says of the workloads. */
export interface WorkloadReport {
  /** `<kind> <namespace>/<name>` of each. */
  readonly all: readonly string[];
  /** Those whose pods are not all Ready, with how many are. */
  readonly unready: readonly string[];
}

/** All Deployments, StatefulSets and DaemonSets, and which of them are not Ready. */
export async function workloadsOf(lab: LabCommand, stack: string): Promise<WorkloadReport> {
  const items = await kubectlJson<Workload>(lab, stack, "deployments,statefulsets,daemonsets");
  const titled = items.map((item) => ({ item, title: titleOf(item) }));
  return {
    all: titled.map(({ title }) => title).sort(),
    unready: titled.flatMap(({ item, title }) => {
      const { wanted, ready } = podsOf(item);
      const current = item.status.observedGeneration === item.metadata.generation;
      return current && ready >= wanted
        ? []
        : [`${title}: ${String(ready)} of ${String(wanted)} Ready${current ? "" : ", outdated"}`];
    }),
  };
}

function titleOf({ kind, metadata }: Workload): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}

function podsOf({ kind, spec, status }: Workload): { wanted: number; ready: number } {
  return kind === "DaemonSet"
    ? { wanted: status.desiredNumberScheduled ?? 0, ready: status.numberReady ?? 0 }
    : { wanted: spec.replicas ?? 1, ready: status.readyReplicas ?? 0 };
}
