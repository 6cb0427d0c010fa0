import type { CrdRef } from "./chart";

/**
 * The definitions of one group, version and scope.
 *
 * @param names kind to its name in URLs
 */
export function crdRefs(
  apiVersion: string,
  scope: CrdRef["scope"],
  names: Readonly<Record<string, string>>,
): CrdRef[] {
  return Object.entries(names).map(([kind, plural]) => ({ apiVersion, kind, plural, scope }));
}
