import type { ClusterSpec } from "../../spec/cluster";
import { imageAppsOf } from "../../spec/queries";

/** Stands in the catalogue for the registry of whoever uses it: nobody publishes these images. */
const OWN_REGISTRY = "registry.example.com/";

/** An app whose image its user has to build. */
export interface OwnImage {
  readonly app: string;
  /** Image without tag, e.g. `registry.example.com/notes`. */
  readonly image: string;
}

/** The images of a stack that nobody can pull before its user has built them, in the order of its apps. */
export function ownImages(spec: Pick<ClusterSpec, "apps">): OwnImage[] {
  return imageAppsOf(spec).flatMap((app) => {
    const images = [
      app.image,
      ...Object.values(app.sidecars).map(({ image }) => image),
      ...Object.values(app.cronJobs).map(({ image }) => image ?? app.image),
    ];
    return [...new Set(images)]
      .filter((image) => image.startsWith(OWN_REGISTRY))
      .map((image) => ({ app: app.name, image }));
  });
}
