import type { ImageApp } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { platformEntry } from "./service-app";

/** The PostgreSQL cluster that apps share unless they have one of their own. */
const SHARED = "main";

/** Name of the app that logs people in; it keeps its data in PostgreSQL where the stack has it. */
export const AUTHELIA = "authelia";
/** Name of the app that knows people; it keeps its data like {@link AUTHELIA}. */
export const LLDAP = "lldap";

/**
 * The PostgreSQL cluster for an app of this layer: the one of its name, else the shared one;
 * undefined where the stack has neither, and the app keeps its data on a volume.
 */
export function databaseClusterOf(
  spec: Pick<ClusterSpec, "databases">,
  app: string,
): string | undefined {
  return [app, SHARED].find((name) => Object.hasOwn(spec.databases, name));
}

/** The databases of this layer, for the clusters that make their roles. */
export function identityDatabases(
  spec: Pick<ClusterSpec, "apps" | "databases" | "identity">,
): Pick<ImageApp, "name" | "database">[] {
  if (spec.identity === undefined) return [];
  return [AUTHELIA, LLDAP].flatMap((name) => {
    const cluster = databaseClusterOf(spec, name);
    if (cluster === undefined || platformEntry(spec, name) === undefined) return [];
    return [{ name, database: { cluster, extensions: [] } }];
  });
}
