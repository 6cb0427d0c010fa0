import type { ClusterSpec } from "../../spec/cluster";
import { imageAppsOf } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { volsyncBundle } from "./volsync";
import { isSavedClaim } from "./volume-backup";

/** VolSync, where the stack selects it or has volumes to save. */
export function backupBundles(spec: ClusterSpec): Bundle[] {
  return runsVolsync(spec) ? [volsyncBundle()] : [];
}

/** Whether VolSync runs: selected for one's own volumes, or because the stack's are saved. */
export function runsVolsync(spec: ClusterSpec): boolean {
  return Object.hasOwn(spec.apps, "volsync") || savesVolumes(spec);
}

/** Whether volumes of the stack are saved: it has a backup target, and an app a volume to save. */
export function savesVolumes(spec: ClusterSpec): boolean {
  return (
    spec.backup !== undefined &&
    imageAppsOf(spec).some((app) => Object.values(app.volumes).some(isSavedClaim))
  );
}
