import { isPlatformApp } from "../app/app";
import { own } from "../lookup";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** Apps that administer Talos from inside the cluster. */
const ADMINISTRATORS = ["tuppr"] as const;

/** An app that administers Talos is let to the Talos API; its pods wait for credentials for ever else. */
export const talosApiAccess: Rule = ({ apps, talos }) => {
  const problems: Problem[] = [];
  for (const name of ADMINISTRATORS) {
    const app = own(apps, name);
    if (app === undefined || !isPlatformApp(app)) continue;
    const roles = own(talos.apiAccess, app.category) ?? [];
    if (roles.includes("os:admin")) continue;
    problems.push({
      path: at("apps", name),
      message: `administers Talos, and namespace ${app.category} may not`,
      remedy: `add ${app.category}: ["os:admin"] to talos.apiAccess, or remove the app`,
    });
  }
  return problems;
};
