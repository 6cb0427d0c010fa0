import { createHash } from "node:crypto";
import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import type { KubernetesObject } from "../contracts/object";
import { appMeta } from "./labels";
import { resolveText } from "./text";
import { volumeObjectName } from "./volumes";

/** A ConfigMap for each volume with `files`. */
export function configMaps(spec: ClusterSpec, app: ImageApp): KubernetesObject[] {
  return Object.entries(app.volumes).flatMap(([key, volume]) => {
    if (!("files" in volume)) return [];
    const data = Object.fromEntries(
      Object.entries(volume.files).map(([file, text]) => [file, resolveText(spec, app, text)]),
    );
    const { labels, namespace } = appMeta(app);
    return [
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: volumeObjectName(app, key), namespace, labels },
        data,
      },
    ];
  });
}

/** Annotation of the pod that changes with its configuration files, so that a change restarts it. */
export function configHash(maps: readonly KubernetesObject[]): Record<string, string> {
  if (maps.length === 0) return {};
  const hash = createHash("sha256");
  for (const map of maps) hash.update(JSON.stringify([map.metadata.name, map["data"]]));
  return { "hearth.dev/config-hash": hash.digest("hex").slice(0, 16) };
}
