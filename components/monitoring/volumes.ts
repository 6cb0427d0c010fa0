import type { ClusterSpec } from "../../spec/cluster";
import { storageClassOf } from "../../spec/queries";
import type { StorageRole } from "../../spec/storage";
import type { Capability } from "../contracts/capability";

/** The class of a volume of this layer, with the need that follows from it. */
export interface VolumeClass {
  /** Undefined where the stack has no volumes: the data live as long as the pod. */
  readonly storageClass: string | undefined;
  readonly needs: readonly Capability[];
}

/**
 * The class that fulfils the preferred role, or else the other one: metrics and logs can be lost, so
 * any class is better than none.
 */
export function volumeClass(
  spec: Pick<ClusterSpec, "storageClasses">,
  preferred: Exclude<StorageRole, "shared">,
): VolumeClass {
  const other = preferred === "local" ? "replicated" : "local";
  const found = storageClassOf(spec, preferred) ?? storageClassOf(spec, other);
  return found === undefined
    ? { storageClass: undefined, needs: [] }
    : { storageClass: found.name, needs: [`storageclass:${found.name}`] };
}
