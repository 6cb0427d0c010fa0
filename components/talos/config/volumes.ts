import type { NodeSpec } from "../../../spec/cluster";
import type { TalosDocument } from "../canonical";
import { diskExpression, talosSize } from "./selectors";

/**
 * EPHEMERAL's cap, the encryption of Talos's own partitions, and the user volumes of a node.
 * https://www.talos.dev/v1.12/talos-guides/configuration/disk-management/
 */
export function volumeDocuments(node: NodeSpec): TalosDocument[] {
  const encryption = encryptionOf(node);
  const documents: TalosDocument[] = [];
  if (encryption !== undefined) documents.push(volumeConfig("STATE", { encryption }));
  if (encryption !== undefined || node.ephemeralMaxSize !== undefined) {
    documents.push(
      volumeConfig("EPHEMERAL", {
        ...(encryption === undefined ? {} : { encryption }),
        ...(node.ephemeralMaxSize === undefined
          ? {}
          : {
              provisioning: {
                diskSelector: { match: diskExpression(undefined) },
                maxSize: talosSize(node.ephemeralMaxSize),
              },
            }),
      }),
    );
  }
  for (const [name, volume] of Object.entries(node.volumes)) {
    documents.push({
      apiVersion: "v1alpha1",
      kind: "UserVolumeConfig",
      name,
      provisioning: {
        diskSelector: { match: diskExpression(volume.disk) },
        minSize: talosSize(volume.minSize),
        ...(volume.maxSize === undefined ? { grow: true } : { maxSize: talosSize(volume.maxSize) }),
      },
      filesystem: { type: volume.filesystem },
    });
  }
  return documents;
}

function volumeConfig(name: string, fields: Record<string, unknown>): TalosDocument {
  return { apiVersion: "v1alpha1", kind: "VolumeConfig", name, ...fields };
}

function encryptionOf({ diskEncryption }: NodeSpec): Record<string, unknown> | undefined {
  if (diskEncryption === "none") return undefined;
  const key = diskEncryption === "tpm" ? { tpm: {} } : { nodeID: {} };
  return { provider: "luks2", keys: [{ slot: 0, ...key }] };
}
