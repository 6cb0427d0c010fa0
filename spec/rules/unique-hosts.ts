import { routesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** On each gateway, no host and path leads to two routes. */
export const uniqueHosts: Rule = (spec) => {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { app, key, route, host } of routesOf(spec)) {
    if (route.protocol !== "HTTP" || host === undefined) continue;
    const path = at("apps", app.name, "routes", key);
    const place = `${route.gateway} ${host} ${route.path}`;
    const first = owners.get(place);
    if (first === undefined) owners.set(place, path);
    else {
      problems.push({
        path: `${path}.host`,
        value: route.host,
        message: `${host}${route.path} on gateway ${route.gateway} also leads to ${first}`,
        remedy: "give one of them another host or path",
      });
    }
  }
  return problems;
};
