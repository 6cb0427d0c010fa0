import { isImageApp } from "../app/app";
import type { ClusterSpec } from "../cluster";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** Apps that are the services of a part of the spec, by that part. */
const SERVICES = { identity: ["authelia", "lldap"], mail: ["smtp-relay"] } as const;
type Part = keyof typeof SERVICES;

/** What a part is called where it is missing. */
const NAMES: Readonly<Record<Part, string>> = { identity: "identity", mail: "a mail relay" };

/** Logins and mail that an app uses are there: identity for OIDC and forward-auth, a relay for mail. */
export const appLogins: Rule = (spec) => {
  const problems: Problem[] = [...idleServices(spec)];
  for (const [name, app] of Object.entries(spec.apps)) {
    const need = (part: Part, keys: readonly string[], otherwise: string) => {
      const missing = missingOf(spec, part);
      if (missing === undefined) return;
      problems.push({
        path: at("apps", name, ...keys),
        message: `needs ${NAMES[part]}, and the stack has ${missing.what}`,
        remedy: `${missing.remedy}, or ${otherwise}`,
      });
    };
    for (const [key, { auth, protocol }] of Object.entries(app.routes)) {
      if (auth === "none" || protocol !== "HTTP") continue;
      need("identity", ["routes", key, "auth"], 'set auth: "none"');
    }
    if (app.identity?.oidc !== undefined) need("identity", ["identity", "oidc"], "remove it");
    if (isImageApp(app) && app.mail) need("mail", ["mail"], "set mail: false");
    const asksForLogin = Object.values(app.routes).some(({ auth }) => auth === "forward");
    if (app.identity?.groups !== undefined && !asksForLogin) {
      problems.push({
        path: at("apps", name, "identity", "groups"),
        value: app.identity.groups,
        message: "guards nothing, since no route of the app asks for a login",
        remedy: 'set auth: "forward" on its routes, or remove it',
      });
    }
  }
  return problems;
};

type Input = Pick<ClusterSpec, "apps" | Part>;

/** What a part lacks to serve others, and what to do about it; undefined where it is complete. */
function missingOf(spec: Input, part: Part): { what: string; remedy: string } | undefined {
  if (spec[part] === undefined) return { what: "none", remedy: `add ${part}` };
  const missing = SERVICES[part].filter((name) => !Object.hasOwn(spec.apps, name));
  if (missing.length === 0) return undefined;
  const names = missing.join(" and ");
  return { what: `no ${names}`, remedy: `add ${names} to apps` };
}

/** Services that the stack selects without the part of the spec that says what they do. */
function idleServices(spec: Input): Problem[] {
  return (Object.keys(SERVICES) as Part[]).flatMap((part) => {
    if (spec[part] !== undefined) return [];
    return SERVICES[part]
      .filter((name) => Object.hasOwn(spec.apps, name))
      .map((name) => ({
        path: at("apps", name),
        message: `serves nobody, since the stack has no ${part}`,
        remedy: `add ${part}, or remove the app`,
      }));
  });
}
