/** The fields of Rook's kinds that are used here (ceph.rook.io/v1); no package publishes their models. */

interface Resources {
  readonly requests?: { readonly cpu?: string; readonly memory?: string };
  readonly limits?: { readonly memory: string };
}

interface Toleration {
  readonly key: string;
  readonly operator?: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: string;
}

interface Placement {
  readonly nodeAffinity: {
    readonly requiredDuringSchedulingIgnoredDuringExecution: {
      readonly nodeSelectorTerms: readonly {
        readonly matchExpressions: readonly {
          readonly key: string;
          readonly operator: "In";
          readonly values: readonly string[];
        }[];
      }[];
    };
  };
  readonly tolerations: readonly Toleration[];
}

/** Spec of a CephCluster: https://rook.io/docs/rook/latest/CRDs/Cluster/ceph-cluster-crd/ */
export interface CephClusterSpec {
  readonly cephVersion: { readonly image: string };
  readonly dataDirHostPath: string;
  readonly mon: { readonly count: number; readonly allowMultiplePerNode: boolean };
  readonly mgr: {
    readonly count: number;
    readonly allowMultiplePerNode: boolean;
    readonly modules: readonly { readonly name: string; readonly enabled: boolean }[];
  };
  readonly network: {
    readonly provider: "host";
    readonly addressRanges?: {
      readonly public: readonly string[];
      readonly cluster: readonly string[];
    };
    readonly connections: { readonly requireMsgr2: boolean };
  };
  readonly dashboard: {
    readonly enabled: boolean;
    readonly ssl: boolean;
    readonly urlPrefix: string;
  };
  readonly crashCollector: { readonly disable: boolean };
  readonly logCollector: {
    readonly enabled: boolean;
    readonly periodicity: string;
    readonly maxLogSize: string;
  };
  readonly csi: { readonly readAffinity: { readonly enabled: boolean } };
  readonly cephConfig: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly placement: { readonly all: Placement };
  readonly priorityClassNames: Readonly<Record<"mon" | "osd" | "mgr", string>>;
  readonly resources: Readonly<Record<string, Resources>>;
  readonly removeOSDsIfOutAndSafeToRemove: boolean;
  readonly disruptionManagement: { readonly managePodBudgets: boolean };
  readonly storage: {
    readonly useAllNodes: boolean;
    readonly useAllDevices: boolean;
    readonly config: Readonly<Record<string, string>>;
    readonly nodes: readonly unknown[];
  };
  readonly cleanupPolicy: {
    readonly confirmation: "" | "yes-really-destroy-data";
    readonly allowUninstallWithVolumes: boolean;
    readonly wipeDevicesFromOtherClusters: boolean;
    readonly sanitizeDisks: {
      readonly method: "quick" | "complete";
      readonly dataSource: "zero" | "random";
      readonly iteration: number;
    };
  };
}

/** The fields that every pool has. */
export interface CephPoolSpec {
  readonly failureDomain: "host" | "osd" | "zone";
  readonly replicated: { readonly size: number; readonly requireSafeReplicaSize?: boolean };
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Spec of a CephFilesystem. */
export interface CephFilesystemSpec {
  readonly metadataPool: CephPoolSpec;
  readonly dataPools: readonly (CephPoolSpec & { readonly name: string })[];
  readonly preserveFilesystemOnDelete: boolean;
  readonly metadataServer: {
    readonly activeCount: number;
    readonly activeStandby: boolean;
    readonly placement: Placement;
    readonly priorityClassName: string;
    readonly resources: Resources;
  };
}

/** Spec of a CephObjectStore. */
export interface CephObjectStoreSpec {
  readonly metadataPool: CephPoolSpec;
  readonly dataPool: CephPoolSpec;
  readonly preservePoolsOnDelete: boolean;
  readonly gateway: {
    readonly port: number;
    readonly instances: number;
    readonly placement: Placement;
    readonly priorityClassName: string;
    readonly resources: Resources;
  };
}

export type { Placement as CephPlacement };
