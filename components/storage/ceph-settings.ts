import type { ClusterSpec } from "../../spec/cluster";
import { ON_DELETE_ANNOTATION } from "../contracts/protection";

/** Ceph as the stack asks for it. */
export type CephSettings = NonNullable<ClusterSpec["storage"]["ceph"]>;

/** The annotation with which `wipe` lifts the protection of an object; none without it. */
export function wipeAnnotations({ wipe }: CephSettings): { annotations?: Record<string, string> } {
  return wipe ? { annotations: { [ON_DELETE_ANNOTATION]: "delete" } } : {};
}
