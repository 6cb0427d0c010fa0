import { kindOf, isKubernetesObject, type Resource } from "./resource";
import type { Violation } from "./rule";
import { isGuarded, mayGo } from "./rules/protection";

/**
 * Rules about what happens to a stack, which the engine shows to no policy: it hands over resources
 * as they will be, so what is deleted or replaced is never seen. The offline diff runs these; in an
 * `up` the engine itself refuses to delete or replace what `data-protected` keeps protected.
 */

/** A resource that goes, or is made anew under the same name. */
export interface Loss {
  readonly kind: "remove" | "replace";
  /** As it was. */
  readonly resource: Resource;
}

/** Kinds that stay in the cluster when they leave the program, but not when they are made anew. */
const KEPT = new Set(["PersistentVolumeClaim", "PersistentVolume", "Namespace", "Database"]);

/** The provider of the cluster: made anew, it makes everything in the cluster anew. */
const PROVIDER = "pulumi:providers:kubernetes";

const NO_LOSS = {
  name: "no-loss-of-data",
  level: "mandatory" as const,
  remedy: "keep it; where the loss is meant, name the resource with --allow",
};

/**
 * Refuses the loss of what holds data or keys.
 *
 * @param allowed names of resources whose loss is meant
 */
export function lossViolations(losses: readonly Loss[], allowed: ReadonlySet<string>): Violation[] {
  return losses
    .filter((loss) => isLost(loss) && !mayGo(loss.resource) && !allowed.has(loss.resource.name))
    .map(({ kind, resource }) => ({
      rule: NO_LOSS,
      resource,
      reason: kind === "remove" ? "would be deleted" : "would be deleted and made anew",
    }));
}

function isLost({ kind, resource }: Loss): boolean {
  if (isGuarded(resource)) return true;
  if (kind === "remove") return false;
  if (resource.type === PROVIDER) return true;
  return isKubernetesObject(resource) && KEPT.has(kindOf(resource));
}

const KEEP_QUORUM = {
  name: "etcd-members-stay",
  level: "mandatory" as const,
  remedy: "take out one control plane, wait until etcd is healthy, then the next",
};

/**
 * Refuses that so many control planes leave at once that those that stay are no majority: etcd would
 * stop, and the API with it. https://etcd.io/docs/v3.6/op-guide/runtime-configuration/
 *
 * @param resource what the violation is reported for
 */
export function memberViolations(
  before: readonly string[],
  after: readonly string[],
  resource: Violation["resource"],
): Violation[] {
  const gone = before.filter((name) => !after.includes(name));
  const needed = Math.floor(before.length / 2) + 1;
  if (gone.length === 0 || before.length - gone.length >= needed) return [];
  const reason = `${gone.join(", ")} would leave at once, and etcd of ${String(before.length)} members needs ${String(needed)}`;
  return [{ rule: KEEP_QUORUM, resource, reason }];
}
