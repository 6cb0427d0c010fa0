import { own } from "../lookup";
import { suggestion } from "../nearest";
import { routesOf } from "../queries";
import { at } from "../report";
import type { Problem } from "../report";
import type { Rule } from "./rule";

/** Cloudflare Access stands before apps that have a public host, and lets somebody in. */
export const accessApps: Rule = (spec, { selectedApps }) => {
  const access = Object.entries(spec.ingress.cloudflare?.access ?? {});
  if (access.length === 0) return [];
  const reachable = new Set(
    routesOf(spec).flatMap(({ app, route }) =>
      route.protocol === "HTTP" && own(spec.gateways, route.gateway)?.exposure === "public"
        ? [app.name]
        : [],
    ),
  );
  const problems: Problem[] = [];
  for (const [name, { emails, emailDomains }] of access) {
    const path = at("ingress", "cloudflare", "access", name);
    if (!Object.hasOwn(spec.apps, name)) {
      if (selectedApps?.has(name) === true) continue;
      problems.push({
        path,
        message: "is no app of this stack",
        remedy: suggestion(name, Object.keys(spec.apps)),
      });
    } else if (!reachable.has(name)) {
      problems.push({
        path,
        message: "the app has no host on a public gateway",
        remedy: `remove it, or add a route of ${name} on a public gateway`,
      });
    }
    if (emails.length + emailDomains.length === 0) {
      problems.push({
        path,
        message: "lets nobody in",
        remedy: "add emails or emailDomains",
      });
    }
  }
  return problems;
};
