import type { ClusterSpec } from "../../spec/cluster";
import type { KubernetesObject } from "../contracts/object";
import { externalSecret, type SecretAddress } from "../secrets/external-secret";

/** Item of the secret store with what backups need. */
export const BACKUP_ITEM = "backup";

/** The keys of the backup target, for volumes and databases. */
export const s3Keys = {
  accessKeyId: { item: BACKUP_ITEM, property: "accessKeyId" },
  secretAccessKey: { item: BACKUP_ITEM, property: "secretAccessKey" },
} as const satisfies Readonly<Record<string, SecretAddress>>;

/**
 * The password that encrypts volume backups. It stands in the secret store and not in Pulumi's state,
 * because without it no backup can be read when everything else is lost.
 */
export const resticKeys = {
  ...s3Keys,
  resticPassword: { item: BACKUP_ITEM, property: "resticPassword" },
} as const satisfies Readonly<Record<string, SecretAddress>>;

/**
 * The Secret with a volume's restic repository: one repository a volume, so that movers never lock
 * one another out. https://volsync.readthedocs.io/en/stable/usage/restic/index.html
 */
export function resticSecret(
  spec: Pick<ClusterSpec, "secretStore">,
  target: NonNullable<ClusterSpec["backup"]>["target"],
  name: string,
  namespace: string,
  path: string,
): KubernetesObject {
  return externalSecret(spec.secretStore, {
    name,
    namespace,
    keys: resticKeys,
    template: {
      RESTIC_REPOSITORY: `s3:${target.endpoint.replace(/\/$/, "")}/${target.bucket}/volumes/${path}`,
      RESTIC_PASSWORD: "{{ .resticPassword }}",
      AWS_ACCESS_KEY_ID: "{{ .accessKeyId }}",
      AWS_SECRET_ACCESS_KEY: "{{ .secretAccessKey }}",
      AWS_DEFAULT_REGION: target.region,
    },
  });
}
