import { isImageApp } from "../app/app";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** Logins and mail that an app uses are there: identity for OIDC and forward-auth, a relay for mail. */
export const appLogins: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    const need = (present: boolean, keys: readonly string[], what: string, remedy: string) => {
      if (present) return;
      problems.push({
        path: at("apps", name, ...keys),
        message: `needs ${what}, and the stack has none`,
        remedy,
      });
    };
    const logins = spec.identity !== undefined;
    for (const [key, { auth }] of Object.entries(app.routes)) {
      if (auth === "none") continue;
      need(logins, ["routes", key, "auth"], "identity", 'add identity, or set auth: "none"');
    }
    if (app.identity?.oidc !== undefined) {
      need(logins, ["identity", "oidc"], "identity", "add identity, or remove it");
    }
    if (isImageApp(app) && app.mail) {
      need(spec.mail !== undefined, ["mail"], "a mail relay", "add mail, or set mail: false");
    }
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
