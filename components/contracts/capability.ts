import { groupOf } from "./object";

/**
 * Something that a resource provides and others wait for. Edges of the build are made from nothing
 * else, so a component waits for what it uses and never for a whole earlier phase.
 */
export type Capability =
  /** All nodes are Ready: pods can run. */
  | "nodes"
  /** A custom resource definition is served, by the chart that brings it. */
  | `crd:${string}`
  | `namespace:${string}`
  /** Volumes of the class can be provisioned. */
  | `storageclass:${string}`
  /** The gateway has its address. */
  | `gateway:${string}`
  /** The store answers. */
  | `secretstore:${string}`
  /** The PostgreSQL cluster takes connections. */
  | `postgres:${string}`
  /** The cache takes connections. */
  | `cache:${string}`
  /** An issuer signs certificates. */
  | `issuer:${string}`
  /** An app answers; its key is its name. */
  | `app:${string}`
  /** A Secret, ConfigMap, claim or service account exists: `namespace/name`. */
  | `secret:${string}`
  | `configmap:${string}`
  | `pvc:${string}`
  | `serviceaccount:${string}`
  /** An object that others name is registered with its operator: `Kind/namespace/name`. */
  | `object:${string}`;

/** Namespaces that every cluster has. */
const GIVEN_NAMESPACES = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);

/** Whether Kubernetes itself makes a namespace. */
export function isGiven(namespace: string): boolean {
  return GIVEN_NAMESPACES.has(namespace);
}

/** The capability of a custom resource definition. */
export function crd(apiVersion: string, kind: string): Capability {
  return `crd:${groupOf(apiVersion)}/${kind}`;
}

/** What a namespaced object needs of its namespace; none for those that every cluster has. */
export function namespaceNeed(namespace: string | undefined): Capability[] {
  return namespace === undefined || isGiven(namespace) ? [] : [`namespace:${namespace}`];
}
