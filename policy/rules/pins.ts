import { record, text } from "../../components/contracts/object";
import { containersOf, groupKindOf, isRelease, type Resource } from "../resource";
import type { ResourceRule } from "../rule";

/** Tags that name another image tomorrow. */
const MOVING = new Set(["latest", "stable", "edge", "nightly", "main", "master", "dev", "rolling"]);

/** A custom resource's field from which its operator takes an image. */
const OPERATOR_IMAGES: Readonly<Record<string, readonly string[]>> = {
  "ceph.rook.io/CephCluster": ["cephVersion", "image"],
  "postgresql.cnpg.io/Cluster": ["imageName"],
  "dragonflydb.io/Dragonfly": ["image"],
};

/** An image that changes under the same name makes two nodes run two things. */
export const pinnedImages: ResourceRule = {
  name: "images-pinned",
  description: "Every image names a version or digest, never one that moves.",
  level: "mandatory",
  remedy: "pin the image in versions.ts",
  check: (resource) => imagesOf(resource).flatMap(problem),
};

/** A chart without an exact version is a new chart at the next `up`. */
export const pinnedCharts: ResourceRule = {
  name: "charts-pinned",
  description: "Every Helm release names one version of its chart.",
  level: "mandatory",
  remedy: "pin the chart in versions.ts",
  check: (resource) => {
    if (!isRelease(resource)) return [];
    const version = text(resource.props["version"]);
    if (version === "") return ["names no version of its chart"];
    return /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.-]+)?$/.test(version)
      ? []
      : [`${version} is a range of versions`];
  },
};

function imagesOf(resource: Resource): string[] {
  const images = containersOf(resource).map(({ image }) => text(image));
  const path = OPERATOR_IMAGES[groupKindOf(resource)];
  if (path === undefined) return images;
  const operator = path.reduce<unknown>((value, key) => record(value)[key], resource.props["spec"]);
  // Where the field is absent the operator's own release, which is pinned, decides.
  return operator === undefined ? images : [...images, text(operator)];
}

function problem(image: string): string[] {
  if (image === "") return ["a container has no image"];
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return [];
  const [, tag] = /:([^:/@]+)$/.exec(image) ?? [];
  if (tag === undefined) return [`${image} has neither tag nor digest`];
  return MOVING.has(tag) ? [`${image} moves: the tag names another image tomorrow`] : [];
}
