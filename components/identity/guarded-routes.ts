import type { App } from "../../spec/app/app";
import type { ClusterSpec } from "../../spec/cluster";
import { routesOf, type NamedRoute } from "../../spec/queries";

/** A route that asks for a login first. */
export interface GuardedRoute extends NamedRoute {
  readonly host: string;
  /** Groups that may enter; everyone with a login where undefined. */
  readonly groups: readonly string[] | undefined;
}

const groupsOf = (app: App): readonly string[] | undefined => app.identity?.groups;

/** The routes with forward-auth, in the order of the stack's apps. */
export function guardedRoutesOf(spec: Pick<ClusterSpec, "apps" | "domain">): GuardedRoute[] {
  return routesOf(spec).flatMap((one) => {
    const { app, route, host } = one;
    if (route.auth !== "forward" || route.protocol !== "HTTP" || host === undefined) return [];
    return [{ ...one, host, groups: groupsOf(app) }];
  });
}
