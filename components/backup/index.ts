import type { ClusterSpec } from "../../spec/cluster";
import { imageAppsOf } from "../../spec/queries";
import type { Bundle } from "../contracts/bundle";
import { volsyncBundle } from "./volsync";
import { isSavedClaim } from "./volume-backup";

/** VolSync, where the stack has a backup target and an app a volume to save. */
export function backupBundles(spec: ClusterSpec): Bundle[] {
  const saved = imageAppsOf(spec).some((app) => Object.values(app.volumes).some(isSavedClaim));
  return spec.backup !== undefined && saved ? [volsyncBundle()] : [];
}
