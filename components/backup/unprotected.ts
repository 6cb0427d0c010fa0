import type { ClusterSpec } from "../../spec/cluster";
import { imageAppsOf } from "../../spec/queries";

/** Data of a stack that is not saved off-site. */
export interface UnprotectedData {
  /** `app/volume` of an app's claim, or name of a PostgreSQL cluster. */
  readonly name: string;
  readonly kind: "volume" | "database";
  /** Size as the stack writes it, e.g. `10Gi`. */
  readonly size: string;
  /** Why: the stack has no target although the data should be saved, or nobody asks for it. */
  readonly reason: "no backup target" | "not asked for";
}

/** What a loss of the cluster's disks would take with it, for the plan; in the order of the stack. */
export function unprotectedVolumes(
  spec: Pick<ClusterSpec, "apps" | "backup" | "databases">,
): UnprotectedData[] {
  const hasTarget = spec.backup !== undefined;
  const volumes = imageAppsOf(spec).flatMap((app) =>
    Object.entries(app.volumes).flatMap(([key, volume]): UnprotectedData[] => {
      if (!("size" in volume) || (volume.backup && hasTarget)) return [];
      const reason = volume.backup ? "no backup target" : "not asked for";
      return [{ name: `${app.name}/${key}`, kind: "volume", size: volume.size, reason }];
    }),
  );
  if (hasTarget) return volumes;
  const databases = Object.entries(spec.databases).map(([name, { size }]): UnprotectedData => ({
    name,
    kind: "database",
    size,
    reason: "no backup target",
  }));
  return [...volumes, ...databases];
}
