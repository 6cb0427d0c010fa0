import type { KubeObject } from "../../kubernetes/client";
import { core } from "./kinds";
import type { Queue } from "./queue";
import type { Runtime } from "./runtime";

/**
 * Whether a workload of that name runs. A stand-in acts only while the operator that it stands
 * in for is installed: otherwise an operator that a stack forgets would not be missed in the lab.
 */
export class Operator {
  constructor(
    private readonly runtime: Runtime,
    /** Matches the name of the Deployment, DaemonSet or StatefulSet. */
    private readonly pattern: RegExp,
  ) {}

  running(): boolean {
    return [core.deployments, core.daemonSets, core.statefulSets].some((kind) =>
      this.runtime
        .store(kind)
        .all()
        .some((workload) => this.matches(workload) && isUp(workload)),
    );
  }

  /** Has the queue look at everything once the operator comes up. */
  wakes(queue: Queue): void {
    for (const kind of [core.deployments, core.daemonSets, core.statefulSets]) {
      this.runtime.requeue(kind, queue, (workload) => this.matches(workload) && isUp(workload));
    }
  }

  private matches(workload: KubeObject): boolean {
    return this.pattern.test(workload.metadata.name);
  }
}

function isUp(workload: KubeObject): boolean {
  const status = workload.status as
    { availableReplicas?: number; readyReplicas?: number; numberReady?: number } | undefined;
  return (status?.availableReplicas ?? status?.readyReplicas ?? status?.numberReady ?? 0) > 0;
}
