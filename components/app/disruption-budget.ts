import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1/PodDisruptionBudget";
import type { ImageApp } from "../../spec/app/app";
import { appSelector } from "../contracts/conventions";
import type { KubernetesObject } from "../contracts/object";
import { appMeta } from "./labels";

/**
 * Lets a drain take one pod at a time. Only for more than one replica: with one it would keep its
 * node from ever being drained.
 */
export function disruptionBudget(app: ImageApp): KubernetesObject[] {
  if (app.replicas < 2 || app.kind === "DaemonSet" || app.kind === "CronJob") return [];
  return [
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: appMeta(app),
      spec: { maxUnavailable: 1, selector: { matchLabels: appSelector(app.name) } },
    } satisfies IPodDisruptionBudget & KubernetesObject,
  ];
}
