import type { Filters } from "../app/route";
import { routesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

type Report = (keys: readonly PropertyKey[], message: string, remedy: string) => void;

/**
 * What a gateway is to change of requests can be changed: only HTTP has headers and paths, a redirect
 * never reaches the app, and a filter that says nothing or two things of one header is refused by the
 * gateway, which then answers 500. https://gateway-api.sigs.k8s.io/reference/spec/#httproutefilter
 */
export const routeFilters: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const { app, key, route } of routesOf(spec)) {
    const report: Report = (keys, message, remedy) => {
      problems.push({ path: at("apps", app.name, "routes", key, ...keys), message, remedy });
    };
    for (const field of ["filters", "paths"] as const) {
      if (route.protocol === "HTTP" || route[field] === undefined) continue;
      report([field], `a ${route.protocol} route has no headers and paths`, "remove it");
    }
    if (route.filters !== undefined) filterProblems(route.filters, ["filters"], report);
    for (const [path, { filters }] of Object.entries(route.paths ?? {})) {
      if (path === route.path || !isBelow(path, route.path)) {
        report(
          ["paths", path],
          `is not below the route's path ${route.path}`,
          "write a longer path below it, or make it a route of its own",
        );
      }
      if (filters !== undefined) filterProblems(filters, ["paths", path, "filters"], report);
    }
  }
  return problems;
};

const isBelow = (path: string, prefix: string): boolean =>
  path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);

function filterProblems(filters: Filters, keys: readonly PropertyKey[], report: Report): void {
  const { redirect, rewrite } = filters;
  if (redirect !== undefined && rewrite !== undefined) {
    report(
      [...keys, "rewrite"],
      "a request that is redirected is not asked of the app",
      "remove redirect or rewrite",
    );
  }
  for (const field of ["requestHeaders", "responseHeaders"] as const) {
    headerProblems(filters[field], [...keys, field], report);
  }
  const targets = { redirect, rewrite };
  for (const field of ["redirect", "rewrite"] as const) {
    const target = targets[field];
    if (target === undefined) continue;
    const said = Object.entries(target).filter(
      ([name, value]) => value !== undefined && name !== "status",
    );
    if (said.length === 0) report([...keys, field], "says nothing to change", "remove it");
    if (target.path !== undefined && target.prefix !== undefined) {
      report(
        [...keys, field, "prefix"],
        "replaces a part of the path that `path` replaces whole",
        "remove path or prefix",
      );
    }
  }
}

function headerProblems(
  headers: Filters["requestHeaders"],
  keys: readonly PropertyKey[],
  report: Report,
): void {
  if (headers === undefined) return;
  const named = [
    ...Object.keys(headers.set ?? {}).map((name) => ["set", name] as const),
    ...Object.keys(headers.add ?? {}).map((name) => ["add", name] as const),
    ...(headers.remove ?? []).map((name) => ["remove", name] as const),
  ];
  if (named.length === 0) report(keys, "says nothing to change", "remove it");
  const seen = new Set<string>();
  for (const [operation, name] of named) {
    const header = name.toLowerCase();
    if (header === "host") {
      report([...keys, operation], "the host is no header to change", "use rewrite: { host }");
    }
    if (seen.has(header)) {
      report([...keys, operation], `names the header ${name} twice`, "set, add or remove it once");
    }
    seen.add(header);
  }
}
