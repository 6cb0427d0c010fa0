import type { ChartName } from "../../versions";
import type { Capability } from "./capability";

/** A custom resource definition that a chart brings. */
export interface CrdRef {
  /** Group and served version, e.g. `cert-manager.io/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Name in URLs, e.g. `certificates`. */
  readonly plural: string;
  readonly scope: "Namespaced" | "Cluster";
}

/** A workload that a chart brings with the values that it is given here. */
export interface WorkloadRef {
  readonly kind: "Deployment" | "DaemonSet" | "StatefulSet";
  readonly name: string;
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A Service that a chart brings and that something of ours refers to. */
export interface ServiceRef {
  readonly name: string;
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    /** @default "TCP" */
    readonly protocol?: "TCP" | "UDP";
  }[];
  /** Labels of the pods behind it. */
  readonly selector?: Readonly<Record<string, string>>;
}

/** What a chart brings: stated, so that no custom resource is registered without its definition. */
export interface ChartContents {
  readonly crds?: readonly CrdRef[];
  readonly workloads?: readonly WorkloadRef[];
  readonly services?: readonly ServiceRef[];
  /** Further things that are there once the chart is ready, e.g. a storage class or an app. */
  readonly provides?: readonly Capability[];
}

/** A Helm release. */
export interface ChartRelease {
  /** Release name, unique in its namespace. */
  readonly name: string;
  /** Chart; repository and version are pinned in versions.ts. */
  readonly chart: ChartName;
  readonly namespace: string;
  /** Values. Never a secret: those are referred to by name. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly brings: ChartContents;
  /**
   * Whether the release waits until its workloads are ready.
   * @default true
   */
  readonly awaited?: boolean;
  /**
   * Whether the release has to wait for Ready nodes. Only what makes nodes Ready does not.
   * @default true
   */
  readonly needsNodes?: boolean;
  /** Further needs, e.g. the Secrets that its values name. */
  readonly needs?: readonly Capability[];
  /**
   * Seconds that Helm waits.
   * @default 900
   */
  readonly timeoutSeconds?: number;
  /**
   * Whether CRDs in the chart's `crds/` folder are skipped, because another release brings them.
   * @default false
   */
  readonly skipCrds?: boolean;
}
