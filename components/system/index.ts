import type { ClusterSpec } from "../../spec/cluster";
import type { Bundle } from "../contracts/bundle";
import { genericDevicePluginBundle } from "./generic-device-plugin";
import { intelDevicePluginsBundle } from "./intel-device-plugins";
import { nodeFeatureDiscoveryBundle } from "./node-feature-discovery";
import { reloaderBundle } from "./reloader";
import { spegelBundle } from "./spegel";
import { tupprBundle } from "./tuppr";

/** Services of the system by the app that switches them on. */
const SERVICES: Readonly<Record<string, (spec: ClusterSpec) => Bundle>> = {
  reloader: reloaderBundle,
  "node-feature-discovery": nodeFeatureDiscoveryBundle,
  "intel-device-plugins": intelDevicePluginsBundle,
  "generic-device-plugin": genericDevicePluginBundle,
  spegel: spegelBundle,
  tuppr: tupprBundle,
};

/** The services of the system that are among the stack's apps. */
export function systemBundles(spec: ClusterSpec): Bundle[] {
  return Object.entries(SERVICES).flatMap(([app, bundle]) =>
    Object.hasOwn(spec.apps, app) ? [bundle(spec)] : [],
  );
}
