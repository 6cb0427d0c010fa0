import { ownImages } from "../../components/app/own-images";
import type { ClusterSpec } from "../../spec/cluster";
import { failed, type Check } from "./check";

/** Images that no node can pull, because they are the user's to build. */
export function checkImages(spec: Pick<ClusterSpec, "apps">): Check[] {
  return ownImages(spec).map(({ app, image }) =>
    failed(
      `image of ${app}`,
      `${image} stands for an image of your own`,
      `build it and name it in catalog and versions.ts (docs/apps.md), or take ${app} out of the stack`,
    ),
  );
}
