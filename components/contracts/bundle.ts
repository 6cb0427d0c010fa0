import type { Capability } from "./capability";
import type { ChartRelease } from "./chart";
import type { KubernetesObject } from "./object";

/** How strictly pods of a namespace are held (Pod Security Standards). */
export interface NamespaceDeclaration {
  readonly name: string;
  /** @default "restricted" */
  readonly podSecurity?: "restricted" | "baseline" | "privileged";
  /** Why it is not `restricted`; written on the namespace as an annotation. */
  readonly reason?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A Secret whose values come from Pulumi (config secrets or generated), never from an object. */
export interface SecretDeclaration {
  readonly name: string;
  readonly namespace: string;
  /**
   * Key of the Secret to its text, in which `{{name}}` stands for the secret value of that name
   * (a config key, a value that a component made, or one of `generated`).
   */
  readonly values: Readonly<Record<string, string>>;
  /** @default "Opaque" */
  readonly type?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Name of the bcrypt digest of a generated value, for who has to check the value and need not know
 * it. It is made once with the value, so that it stays the same.
 */
export const digestName = (generated: string): string => `${generated}.bcrypt`;

/**
 * A wait for the world as a resource of its own, visible in the preview. The kinds are those of the
 * `hearth` provider (components/gates).
 */
export interface GateDeclaration {
  readonly kind: "NodesReady" | "CephHealthy";
  readonly name: string;
  /** Names of what it waits for, e.g. the nodes, or `namespace/name` of the Ceph cluster. */
  readonly subjects: readonly string[];
  /** Longest wait, e.g. `15m`. */
  readonly timeout: string;
  readonly needs: readonly Capability[];
  readonly provides: readonly Capability[];
}

/**
 * What a component or app consists of, as plain data. Pulumi registers it, `render` writes it, the
 * tests validate it, and a GitOps engine could deliver it.
 */
export interface Bundle {
  /** Folder of components/ that it belongs to; part of the type token. */
  readonly layer: Layer;
  /** Class name in the type token `hearth:<layer>:<component>`, e.g. `Cilium`. */
  readonly component: string;
  /** Name of the component; every resource's name starts with it. */
  readonly name: string;
  /** Namespaces that it uses, with what its pods need; declarations of all bundles are merged. */
  readonly namespaces?: readonly NamespaceDeclaration[];
  /** Secret values that are generated once and kept: name of the value to its length in characters. */
  readonly generated?: Readonly<Record<string, number>>;
  readonly secrets?: readonly SecretDeclaration[];
  readonly charts?: readonly ChartRelease[];
  readonly objects?: readonly KubernetesObject[];
  readonly gates?: readonly GateDeclaration[];
  /** What its workloads and charts need beyond what they say of themselves. */
  readonly needs?: readonly Capability[];
  /** What is there when all its charts, objects and gates are, e.g. `app:sonarr`. */
  readonly provides?: readonly Capability[];
}

/** Layers of the build: the folders of components/. */
export const layers = [
  "talos",
  "cluster",
  "cloudflare",
  "network",
  "secrets",
  "system",
  "storage",
  "backup",
  "database",
  "monitoring",
  "identity",
  "app",
] as const;
/** One of {@link layers}. */
export type Layer = (typeof layers)[number];
