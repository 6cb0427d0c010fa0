import { z } from "zod";
import { absolutePath, byteSize, cidr, cronSchedule, dnsLabel, host } from "./primitives";

/** What an app may ask of a volume; a stack says which storage class fulfils it. */
export const storageRoles = ["replicated", "local", "shared"] as const;
/** One of {@link storageRoles}. */
export type StorageRole = (typeof storageRoles)[number];

const ceph = z
  .strictObject({
    mons: z
      .union([z.literal(1), z.literal(3), z.literal(5)])
      .default(3)
      .describe("Monitors"),
    mgrs: z.int().min(1).max(2).default(1).describe("Managers"),
    deviceFilter: z
      .string()
      .optional()
      .describe(
        "Regular expression or glob of device paths on nodes whose `ceph` selectors are by model",
      ),
    network: z
      .strictObject({
        public: cidr.describe("Network of clients and monitors"),
        cluster: cidr.optional().describe("Network of replication; the public one where absent"),
      })
      .optional()
      .describe("Ceph's networks; the LAN where absent"),
    pool: z
      .strictObject({
        name: dnsLabel.default("ceph-blockpool").describe("Name of the pool"),
        replicas: z.int().min(1).max(5).default(3).describe("Copies of every object"),
        failureDomain: z
          .enum(["host", "osd", "zone"])
          .default("host")
          .describe("What may fail without loss"),
        compression: z
          .strictObject({
            mode: z
              .enum(["none", "passive", "aggressive", "force"])
              .describe(
                "When BlueStore compresses: never, when asked to, unless asked not to, always",
              ),
            algorithm: z
              .enum(["zstd", "lz4", "snappy"])
              .default("zstd")
              .describe("How it compresses"),
          })
          .optional()
          .describe("Compression of the pool; none where absent"),
      })
      .prefault({})
      .describe("Pool of block volumes"),
    storageClass: dnsLabel.default("ceph-block").describe("Storage class of the pool"),
    snapshotClass: dnsLabel.default("csi-ceph-blockpool").describe("Volume snapshot class"),
    filesystem: z.boolean().default(false).describe("CephFS with class ceph-filesystem"),
    objectStore: z.boolean().default(false).describe("S3 object store with class ceph-bucket"),
    dashboard: z.boolean().default(true).describe("Dashboard behind the private gateway"),
    wipe: z
      .boolean()
      .default(false)
      .describe(
        "Allows tear-down: removes protection and lets Rook wipe the disks. Destroys all data",
      ),
  })
  .describe("Rook-Ceph");

const local = z
  .strictObject({
    storageClass: dnsLabel
      .default("openebs-hostpath")
      .describe("Storage class of the local volumes"),
    path: absolutePath.default("/var/mnt/extra/openebs/local").describe("Directory on the nodes"),
    volume: dnsLabel
      .optional()
      .describe(
        "User volume of the nodes that backs the path; a directory of EPHEMERAL where absent",
      ),
  })
  .describe("OpenEBS local volumes");

const nfs = z
  .strictObject({
    server: host.describe("NFS server"),
    shares: z
      .record(
        dnsLabel,
        z.strictObject({
          path: absolutePath.describe("Exported path"),
          storageClass: dnsLabel
            .optional()
            .describe("Storage class of csi-driver-nfs; only inline mounts where absent"),
        }),
      )
      .describe("Shares by name"),
    version: z
      .enum(["3", "4", "4.1", "4.2"])
      .default("4.1")
      .describe("NFS version that volumes are mounted with"),
  })
  .describe("NFS server");

/** Storage of the cluster. */
export const storageSchema = z
  .strictObject({
    ceph: ceph.optional(),
    local: local.optional(),
    nfs: nfs.optional(),
    default: z
      .enum(["replicated", "local"])
      .optional()
      .describe("Role of the default storage class; replicated where Ceph is there"),
  })
  .describe("Storage");

const s3 = z
  .strictObject({
    endpoint: z.url({ protocol: /^https?$/ }).describe("URL of the S3-compatible service"),
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
      .describe("Bucket"),
    region: z.string().default("auto").describe("Region that requests are signed for"),
  })
  .describe("S3-compatible storage, e.g. Backblaze B2");

/** Where volumes and databases are saved, and how long. */
export const backupSchema = z
  .strictObject({
    target: s3,
    volumes: z
      .strictObject({
        schedule: cronSchedule
          .default("0 */6 * * *")
          .describe("When volumes are saved, in UTC; the minute is spread over the volumes"),
        retain: z
          .strictObject({
            hourly: z.int().min(0).default(8).describe("Hourly snapshots kept"),
            daily: z.int().min(0).default(7).describe("Daily snapshots kept"),
            weekly: z.int().min(0).default(4).describe("Weekly snapshots kept"),
            monthly: z.int().min(0).default(1).describe("Monthly snapshots kept"),
          })
          .prefault({})
          .describe("How many snapshots of a volume are kept"),
        cache: byteSize.default("1Gi").describe("Cache of the mover"),
        pruneIntervalDays: z
          .int()
          .min(1)
          .default(14)
          .describe("Days between two clean-ups of the repository"),
      })
      .prefault({})
      .describe("Backup of volumes by VolSync and restic"),
    databases: z
      .strictObject({
        schedule: cronSchedule.default("0 6 * * *").describe("When a base backup is made, in UTC"),
        retentionDays: z.int().min(1).default(7).describe("Days that one can go back to"),
      })
      .prefault({})
      .describe("Backup of PostgreSQL by Barman"),
  })
  .describe("Off-site backup");

/** A PostgreSQL cluster of CloudNativePG that apps may have a database in. Its key is its name. */
export const databaseSchema = z
  .strictObject({
    instances: z.int().min(1).max(9).default(2).describe("Primary and standbys together"),
    image: z
      .enum(["postgresql", "vectorchord"])
      .default("postgresql")
      .describe("Plain PostgreSQL, or one with the VectorChord extension"),
    size: byteSize.describe("Volume of each instance"),
    class: z.enum(["replicated", "local"]).default("local").describe("Storage role of the volumes"),
    parameters: z.record(z.string(), z.string()).default({}).describe("postgresql.conf settings"),
    sharedPreloadLibraries: z
      .array(z.string())
      .default([])
      .describe("Libraries that PostgreSQL loads when it starts"),
    memory: byteSize.default("1Gi").describe("Memory limit of an instance"),
    recover: z
      .strictObject({
        enabled: z.boolean().describe("Whether the cluster is made from its backup"),
        targetTime: z.iso.datetime().optional().describe("Point in time; the newest where absent"),
      })
      .optional()
      .describe("Recovery from backup"),
  })
  .describe("A PostgreSQL cluster");

/** A Dragonfly cache that apps may use. Its key is its name. */
export const cacheSchema = z
  .strictObject({
    replicas: z.int().min(1).max(9).default(1).describe("Primary and replicas together"),
    memory: byteSize.default("512Mi").describe("Memory limit of an instance"),
  })
  .describe("A Redis-compatible cache (Dragonfly)");
