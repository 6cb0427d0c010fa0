import { hostName, imageAppsOf, routesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/**
 * On each gateway, no host and path leads to two routes, and the name of a load-balancer address is
 * nobody else's, since the LAN's DNS has one answer for it.
 */
export const uniqueHosts: Rule = (spec) => {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { app, key, route, host } of routesOf(spec)) {
    if (route.protocol !== "HTTP" || host === undefined) continue;
    const path = at("apps", app.name, "routes", key);
    for (const prefix of new Set([route.path, ...Object.keys(route.paths ?? {})])) {
      const place = `${route.gateway} ${host} ${prefix}`;
      const first = owners.get(place);
      if (first === undefined) owners.set(place, path);
      else {
        problems.push({
          path: `${path}.host`,
          value: route.host,
          message: `${host}${prefix} on gateway ${route.gateway} also leads to ${first}`,
          remedy: "give one of them another host or path",
        });
      }
    }
  }
  const names = new Map(
    routesOf(spec).flatMap(({ app, key, host }) =>
      host === undefined ? [] : [[host, at("apps", app.name, "routes", key)] as const],
    ),
  );
  for (const app of imageAppsOf(spec)) {
    const label = app.loadBalancer?.host;
    if (label === undefined) continue;
    const path = at("apps", app.name, "loadBalancer", "host");
    const name = hostName(spec, label);
    const first = names.get(name);
    if (first === undefined) names.set(name, path);
    else {
      problems.push({
        path,
        value: label,
        message: `${name} also leads to ${first}`,
        remedy: "give one of them another host",
      });
    }
  }
  return problems;
};
