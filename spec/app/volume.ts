import { z } from "zod";
import { absolutePath, byteSize, dnsLabel } from "../primitives";
import { storageRoles } from "../storage";

const mount = {
  mount: z
    .union([absolutePath, z.record(absolutePath, z.string())])
    .optional()
    .describe(
      "Where the app sees it: a path, or several paths each with the folder or file of the volume; absent for volumes that only jobs mount",
    ),
  subPath: z.string().optional().describe("Folder or file inside the volume"),
  readOnly: z.boolean().default(false).describe("Whether the app may only read it"),
  containers: z
    .array(z.string())
    .optional()
    .describe("Containers that mount it: `app` or names of sidecars; the app alone where absent"),
};

const claim = z
  .strictObject({
    ...mount,
    size: byteSize.describe("Size of the volume"),
    class: z
      .enum(storageRoles)
      .default("replicated")
      .describe(
        "What the data need: copies on several nodes (replicated), speed (local) or sharing (shared)",
      ),
    access: z
      .enum(["ReadWriteOnce", "ReadWriteMany"])
      .default("ReadWriteOnce")
      .describe("Whether one node mounts it or several"),
    backup: z
      .boolean()
      .default(false)
      .describe("Whether VolSync saves it off-site and restores it on creation"),
    deleteWithApp: z
      .boolean()
      .default(false)
      .describe("Whether the data go when the app is removed; kept by default"),
  })
  .describe("A persistent volume claim");

const nfs = z
  .strictObject({ ...mount, nfs: dnsLabel.describe("Share of the stack's `storage.nfs`") })
  .describe("A share of the NFS server");

const config = z
  .strictObject({
    ...mount,
    files: z
      .record(z.string(), z.string())
      .describe("Files by name; text may hold the same {{…}} as the environment"),
  })
  .describe("Configuration files, in a ConfigMap");

const secretFiles = z
  .strictObject({
    ...mount,
    secretFiles: z
      .record(z.string(), z.string())
      .describe("Files by name; `{{ .KEY }}` is replaced by the secret of that key in the cluster"),
  })
  .describe("Configuration files that hold secrets, written by External Secrets");

const tmpfs = z
  .strictObject({
    ...mount,
    tmpfs: byteSize.describe("Largest size"),
    medium: z
      .enum(["memory", "disk"])
      .default("disk")
      .describe("Where it is; memory counts as the app's"),
  })
  .describe("Scratch space that goes with the pod");

const hostPath = z
  .strictObject({
    ...mount,
    hostPath: absolutePath.describe("Path on the node; needs `exceptions.hostPath`"),
  })
  .describe("A path of the node");

/** A volume of an app: exactly one kind. */
export const volume = z.union([claim, nfs, config, secretFiles, tmpfs, hostPath]);
/** A {@link volume} with its defaults. */
export type Volume = z.output<typeof volume>;
/** A volume that is provisioned for the app. */
export type ClaimVolume = z.output<typeof claim>;
