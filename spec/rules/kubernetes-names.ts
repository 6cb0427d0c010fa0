import { isImageApp, type ImageApp } from "../app/app";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/** A Service name is an RFC 1035 label: https://kubernetes.io/docs/concepts/services-networking/service/ */
const SERVICE_NAME = /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
/** A port name is an IANA service name: https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** The controller adds a timestamp of 11 characters: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
const CRON_JOB_LENGTH = 52;
/** The label `controller-revision-hash` adds a hyphen and ten characters to the name. */
const STATEFUL_SET_LENGTH = 52;
/** CloudNativePG refuses longer names, for the Services and Secrets that it derives. */
const DATABASE_LENGTH = 50;

/** Names that Kubernetes objects are made of are legal and short enough for what is derived of them. */
export const kubernetesNames: Rule = (spec) => {
  const problems: Problem[] = [];
  const serviceName = (path: string, name: string) => {
    if (SERVICE_NAME.test(name)) return;
    problems.push({
      path,
      message: `"${name}" is no Service name, which begins with a letter`,
      remedy: "rename it so that it begins with a letter",
    });
  };
  const longest = (path: string, name: string, limit: number, what: string) => {
    if (name.length <= limit) return;
    problems.push({
      path,
      message: `"${name}" has ${String(name.length)} characters, and the name of ${what} may have ${String(limit)}`,
      remedy: "shorten it",
    });
  };
  for (const name of Object.keys(spec.gateways)) serviceName(at("gateways", name), name);
  for (const name of Object.keys(spec.caches)) serviceName(at("caches", name), name);
  for (const name of Object.keys(spec.databases)) {
    serviceName(at("databases", name), name);
    longest(at("databases", name), name, DATABASE_LENGTH, "a database cluster");
  }
  for (const [name, app] of Object.entries(spec.apps)) {
    serviceName(at("apps", name), name);
    if (app.name !== name) {
      problems.push({
        path: at("apps", name, "name"),
        value: app.name,
        message: `the app stands in the catalogue as ${name}`,
        remedy: `use "${name}" in both places`,
      });
    }
    if (!isImageApp(app)) continue;
    if (app.kind === "StatefulSet") {
      longest(at("apps", name), name, STATEFUL_SET_LENGTH, "a StatefulSet");
    }
    for (const job of Object.keys(app.cronJobs)) {
      longest(at("apps", name, "cronJobs", job), `${name}-${job}`, CRON_JOB_LENGTH, "a CronJob");
    }
    for (const [path, port] of portsOf(name, app)) {
      if (PORT_NAME.test(port)) continue;
      problems.push({
        path,
        message: `"${port}" is no port name`,
        remedy:
          "use at most 15 lower-case letters, digits and single hyphens, with at least one letter",
      });
    }
  }
  return problems;
};

function portsOf(name: string, app: ImageApp): (readonly [path: string, port: string])[] {
  return [
    ...Object.keys(app.ports).map((port) => [at("apps", name, "ports", port), port] as const),
    ...Object.entries(app.sidecars).flatMap(([sidecar, { ports }]) =>
      Object.keys(ports).map(
        (port) => [at("apps", name, "sidecars", sidecar, "ports", port), port] as const,
      ),
    ),
  ];
}
