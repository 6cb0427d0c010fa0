import { isImageApp, isOutsideApp, type App, type ImageApp } from "../app/app";
import { suggestion } from "../nearest";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/**
 * Routes, metrics, probes and load-balancer addresses lead to ports that the app has. A chart or a
 * part of the platform has a Service instead, and a host outside of the cluster its backend.
 */
export const appPorts: Rule = (spec) =>
  Object.entries(spec.apps).flatMap(([name, app]) =>
    isImageApp(app) ? imageProblems(name, app) : serviceProblems(name, app),
  );

function imageProblems(name: string, app: ImageApp): Problem[] {
  const own = Object.keys(app.ports);
  const all = [...own, ...Object.values(app.sidecars).flatMap(({ ports }) => Object.keys(ports))];
  const problems: Problem[] = [];
  const refer = (known: readonly string[], port: string | undefined, ...keys: PropertyKey[]) => {
    if (port === undefined || known.includes(port)) return;
    problems.push({
      path: at("apps", name, ...keys),
      value: port,
      message: `is no port of ${name}`,
      remedy: known.length === 0 ? `add it to the app's ports` : suggestion(port, known),
    });
  };
  for (const [key, route] of Object.entries(app.routes)) {
    const leadsElsewhere = route.filters?.redirect !== undefined;
    if (route.port === undefined && all.length === 0 && !leadsElsewhere) {
      problems.push({
        path: at("apps", name, "routes", key),
        message: `${name} has no port that the route could lead to`,
        remedy: "add it to the app's ports",
      });
    }
    refer(all, route.port, "routes", key, "port");
    for (const [path, { port }] of Object.entries(route.paths ?? {})) {
      refer(all, port, "routes", key, "paths", path, "port");
    }
  }
  refer(all, app.metrics?.port, "metrics", "port");
  app.loadBalancer?.ports?.forEach((port, index) => {
    refer(all, port, "loadBalancer", "ports", index);
  });
  if (app.loadBalancer !== undefined && all.length === 0) {
    problems.push({
      path: at("apps", name, "loadBalancer"),
      message: `${name} has no port to answer on`,
      remedy: "add it to the app's ports",
    });
  }
  for (const kind of ["readiness", "liveness", "startup"] as const) {
    const probe = app.probes?.[kind];
    if (typeof probe === "object") refer(own, probe.port, "probes", kind, "port");
  }
  for (const [sidecar, { ports, probes }] of Object.entries(app.sidecars)) {
    for (const kind of ["readiness", "liveness", "startup"] as const) {
      const probe = probes?.[kind];
      if (typeof probe !== "object") continue;
      refer(Object.keys(ports), probe.port, "sidecars", sidecar, "probes", kind, "port");
    }
  }
  return problems;
}

function serviceProblems(name: string, app: Exclude<App, ImageApp>): Problem[] {
  if (isOutsideApp(app) || app.service !== undefined) return [];
  return Object.keys(app.routes).map((key) => ({
    path: at("apps", name, "routes", key),
    message: `${name} names no Service that the route could lead to`,
    remedy: "add service: { name, port } to the app",
  }));
}
