import { isImageApp } from "../app/app";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** What departs from the secure defaults says so under `exceptions`, and a probe that is off says why. */
export const appExceptions: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    if (!isImageApp(app)) continue;
    const report = (keys: readonly PropertyKey[], message: string, exception: string) => {
      problems.push({
        path: at("apps", name, ...keys),
        message,
        remedy: `add ${exception} with the reason`,
      });
    };
    for (const [key, volume] of Object.entries(app.volumes)) {
      if ("hostPath" in volume && app.exceptions.hostPath === undefined) {
        report(
          ["volumes", key, "hostPath"],
          "mounts a path of the node without an exception",
          "exceptions.hostPath",
        );
      }
    }
    if (app.permissions !== undefined && app.exceptions.serviceAccountToken === undefined) {
      report(
        ["permissions"],
        "needs the service-account token without an exception",
        "exceptions.serviceAccountToken",
      );
    }
    if (app.user.uid === 0 && app.exceptions.root === undefined) {
      report(["user", "uid"], "runs as root without an exception", "exceptions.root");
    }
    const { probes } = app;
    for (const kind of ["readiness", "liveness", "startup"] as const) {
      if (probes?.[kind] === false && probes.reason === undefined) {
        report(["probes", kind], "is switched off without a reason", "probes.reason");
      }
    }
    if (app.kind === "CronJob" && Object.keys(app.cronJobs).length === 0) {
      problems.push({
        path: at("apps", name, "cronJobs"),
        message: "is empty, and the app is only its jobs (kind: CronJob)",
        remedy: 'add a job, or use kind: "Deployment"',
      });
    }
  }
  return problems;
};
