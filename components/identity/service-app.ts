import {
  imageAppSchema,
  isPlatformApp,
  type ImageApp,
  type ImageAppInput,
  type PlatformApp,
} from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { ImageName } from "../../versions";

/** The pod of a platform app: what its catalogue entry does not say. */
type PodInput = Omit<ImageAppInput, keyof PlatformApp | "image"> & { readonly image: ImageName };

/**
 * A platform app as an app from an image, so that its objects are made as those of all apps are:
 * the catalogue entry says routes and secrets, and the component the pod.
 */
export function serviceApp(entry: PlatformApp, pod: PodInput): ImageApp {
  const said = Object.entries(entry).filter(([field]) => !PLATFORM_FIELDS.has(field));
  return imageAppSchema.parse({ ...Object.fromEntries(said), ...pod });
}

/** Fields that only a platform app has. */
const PLATFORM_FIELDS: ReadonlySet<string> = new Set<keyof PlatformApp>(["layer", "service"]);

/** The platform app of that name, undefined where the stack does not select it. */
export function platformEntry(
  spec: Pick<ClusterSpec, "apps">,
  name: string,
): PlatformApp | undefined {
  const app = Object.hasOwn(spec.apps, name) ? spec.apps[name] : undefined;
  return app !== undefined && isPlatformApp(app) ? app : undefined;
}
