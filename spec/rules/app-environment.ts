import { isImageApp, type ImageApp } from "../app/app";
import { suggestion } from "../nearest";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

type Environment = ImageApp["env"];

/** Every variable that comes from somewhere comes from something that the app declares. */
export const appEnvironment: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    if (!isImageApp(app)) continue;
    const scan = (env: Environment | undefined, ...keys: readonly PropertyKey[]) => {
      for (const [variable, value] of Object.entries(env ?? {})) {
        const wrong = defect(app, value);
        if (wrong !== undefined) {
          problems.push({ path: at("apps", name, ...keys, variable), value, ...wrong });
        }
      }
    };
    scan(app.env, "env");
    for (const [key, { env }] of Object.entries(app.sidecars)) scan(env, "sidecars", key, "env");
    for (const [key, { env }] of Object.entries(app.cronJobs)) scan(env, "cronJobs", key, "env");
  }
  return problems;
};

function defect(
  app: ImageApp,
  value: Environment[string],
): Pick<Problem, "message" | "remedy"> | undefined {
  if (typeof value === "string") return undefined;
  const needs = (present: boolean, field: string) =>
    present
      ? undefined
      : { message: `the app declares no ${field}`, remedy: `add ${field} to the app` };
  if ("database" in value) return needs(app.database !== undefined, "database");
  if ("cache" in value) return needs(app.cache !== undefined, "cache");
  if ("oidc" in value) return needs(app.identity?.oidc !== undefined, "identity.oidc");
  if ("mail" in value) return needs(app.mail, "mail");
  if ("secret" in value && !Object.hasOwn(app.secrets, value.secret)) {
    return {
      message: `"${value.secret}" is no key of the app's secrets`,
      remedy: suggestion(value.secret, Object.keys(app.secrets)),
    };
  }
  return undefined;
}
