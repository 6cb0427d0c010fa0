import type { ClusterSpec } from "../../spec/cluster";
import { routesOf } from "../../spec/queries";

/** Where people find the web page of an app, undefined where the stack gives it no HTTP route. */
export function webAddress(spec: ClusterSpec, name: string): string | undefined {
  const found = routesOf(spec).find(
    ({ app, route, host }) => app.name === name && route.protocol === "HTTP" && host !== undefined,
  );
  return found?.host === undefined ? undefined : `https://${found.host}`;
}
