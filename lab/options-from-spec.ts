import type { ClusterSpec, HardwareProfile } from "../spec/cluster";
import { nodesOf } from "../spec/queries";
import { schematicId } from "./image-factory/schematic";
import { defaultOffer } from "./image-factory/server";
import type { WorldOptions } from "./world/index";

/**
 * What of a stack the world around the machines has to know: what the Image Factory offers, for
 * which architecture an installer image is, and the storage class that comes with a chart.
 */
export function worldOptionsOf(
  spec: ClusterSpec,
): Required<Pick<WorldOptions, "factory" | "images" | "localClasses">> {
  const profiles = nodesOf(spec).map(({ hardware }) => hardware);
  const extensions = profiles.flatMap((profile) => profile.extensions.map(wholeName));
  const overlays = profiles.flatMap(({ overlay }) =>
    overlay === undefined ? [] : [[overlay.name, overlay.image] as const],
  );
  const local = spec.storage.local?.storageClass;
  return {
    factory: {
      talosVersions: [...new Set([...defaultOffer.talosVersions, spec.talos.version])],
      extensions: [...new Set([...defaultOffer.extensions, ...extensions])],
      overlays: { ...defaultOffer.overlays, ...Object.fromEntries(overlays) },
    },
    images: imagesOf(profiles),
    localClasses: spec.storageClasses.filter(({ name }) => name === local),
  };
}

/** Schematics that only one architecture uses; the factory makes the others for both. */
function imagesOf(profiles: readonly HardwareProfile[]): Record<string, "amd64" | "arm64"> {
  const users = new Map<string, Set<"amd64" | "arm64">>();
  for (const profile of profiles) {
    const id = schematicId(JSON.stringify(schematicOf(profile)));
    users.set(id, (users.get(id) ?? new Set()).add(profile.architecture));
  }
  return Object.fromEntries(
    [...users].flatMap(([id, [only, ...others]]) =>
      only === undefined || others.length > 0 ? [] : [[id, only]],
    ),
  );
}

function schematicOf({ overlay, kernelArgs, extensions }: HardwareProfile): object {
  return {
    ...(overlay === undefined
      ? {}
      : {
          overlay: {
            image: overlay.image,
            name: overlay.name,
            options: { configTxtAppend: overlay.configTxtAppend },
          },
        }),
    customization: {
      extraKernelArgs: kernelArgs,
      systemExtensions: { officialExtensions: extensions.map(wholeName) },
    },
  };
}

const wholeName = (extension: string): string =>
  extension.includes("/") ? extension : `siderolabs/${extension}`;
