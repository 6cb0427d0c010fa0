import { routesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** On each gateway, no TCP or UDP port leads to two routes. */
export const uniqueListeners: Rule = (spec) => {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { app, key, route } of routesOf(spec)) {
    if (route.protocol === "HTTP" || route.listener === undefined) continue;
    const path = at("apps", app.name, "routes", key);
    const place = `${route.gateway} ${route.protocol} ${String(route.listener)}`;
    const first = owners.get(place);
    if (first === undefined) owners.set(place, path);
    else {
      problems.push({
        path: `${path}.listener`,
        value: route.listener,
        message: `${route.protocol} port ${String(route.listener)} on gateway ${route.gateway} also leads to ${first}`,
        remedy: "give one of them another port",
      });
    }
  }
  return problems;
};
