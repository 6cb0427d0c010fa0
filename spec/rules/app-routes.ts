import { routesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** The ports that every gateway answers HTTP and HTTPS on. */
const HTTP_LISTENERS: ReadonlySet<number> = new Set([80, 443]);

/** An HTTP route has a host and no listener; a TCP or UDP route has a listener and no path or login. */
export const appRoutes: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const { app, key, route } of routesOf(spec)) {
    const path = at("apps", app.name, "routes", key);
    const report = (field: string, value: unknown, message: string, remedy: string) => {
      problems.push({
        path: `${path}.${field}`,
        ...(value === undefined ? {} : { value }),
        message,
        remedy,
      });
    };
    if (route.protocol === "HTTP") {
      if (route.host === undefined) {
        report(
          "host",
          undefined,
          "is missing: an HTTP route is found by its host",
          `add it, e.g. "${app.name}", or "@" for the domain itself`,
        );
      }
      if (route.listener !== undefined) {
        report(
          "listener",
          route.listener,
          "HTTP routes share the gateway's ports 80 and 443",
          'remove it, or set protocol: "TCP"',
        );
      }
      continue;
    }
    if (route.listener === undefined) {
      report(
        "listener",
        undefined,
        `is missing: a ${route.protocol} route is found by the gateway's port`,
        "add the port that the gateway listens on",
      );
    } else if (route.protocol === "TCP" && HTTP_LISTENERS.has(route.listener)) {
      report("listener", route.listener, "the gateway answers HTTP there", "use another port");
    }
    if (route.path !== "/") {
      report("path", route.path, `a ${route.protocol} route has no paths`, "remove it");
    }
    if (route.auth !== "none") {
      report(
        "auth",
        route.auth,
        `a ${route.protocol} route cannot ask for a login`,
        "remove it, or use HTTP",
      );
    }
  }
  return problems;
};
