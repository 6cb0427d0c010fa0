import type { Bundle, NamespaceDeclaration } from "./bundle";
import { isGiven } from "./capability";

/** Pod security levels from strict to lax. */
const LEVELS = ["restricted", "baseline", "privileged"] as const;

/** A namespace as all bundles together need it. */
export interface MergedNamespace {
  readonly name: string;
  readonly podSecurity: (typeof LEVELS)[number];
  /** Why it is laxer than `restricted`, one entry a bundle that asks for it. */
  readonly reasons: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The namespaces of all bundles, each as lax as its laxest user needs and no more, in order of name.
 * Those that Kubernetes makes are left as they are: an app may live there, but its declaration would
 * meet a namespace of somebody else.
 * A namespace that a bundle uses without declaring is an error of the program, found when its
 * objects are ordered.
 */
export function mergeNamespaces(bundles: readonly Bundle[]): MergedNamespace[] {
  const merged = new Map<string, MergedNamespace>();
  for (const bundle of bundles) {
    for (const declaration of bundle.namespaces ?? []) {
      if (isGiven(declaration.name)) continue;
      merged.set(declaration.name, merge(merged.get(declaration.name), declaration, bundle.name));
    }
  }
  return [...merged.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function merge(
  known: MergedNamespace | undefined,
  { name, podSecurity = "restricted", reason, labels }: NamespaceDeclaration,
  owner: string,
): MergedNamespace {
  const level =
    LEVELS[
      Math.max(LEVELS.indexOf(known?.podSecurity ?? "restricted"), LEVELS.indexOf(podSecurity))
    ];
  const asks = podSecurity === "restricted" ? [] : [`${owner}: ${reason ?? podSecurity}`];
  return {
    name,
    podSecurity: level ?? "restricted",
    reasons: [...(known?.reasons ?? []), ...asks],
    labels: { ...known?.labels, ...labels },
  };
}
