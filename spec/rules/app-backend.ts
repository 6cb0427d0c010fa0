import { address, contains, network, range } from "../address";
import { isOutsideApp, type OutsideApp } from "../app/app";
import type { ClusterSpec } from "../cluster";
import { routesOf } from "../queries";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

type Report = (keys: readonly PropertyKey[], message: string, remedy: string) => void;

/**
 * A host outside of the cluster is written as one address or name that leads out of the cluster, its
 * certificate can be checked, and nothing is asked of it that only a pod can do.
 */
export const appBackend: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [name, app] of Object.entries(spec.apps)) {
    if (!isOutsideApp(app)) continue;
    const report: Report = (keys, message, remedy) => {
      problems.push({ path: at("apps", name, ...keys), message, remedy });
    };
    placeProblems(spec, app, report);
    certificateProblems(app, report);
    routeProblems(app, report);
    fieldProblems(app, report);
  }
  return problems;
};

function placeProblems(spec: ClusterSpec, { backend }: OutsideApp, report: Report): void {
  const { address: ip, host } = backend;
  if (ip === undefined && host === undefined) {
    report(
      ["backend"],
      "says neither an address nor a host",
      'add it in the stack, e.g. backend: { address: "192.168.0.10" }',
    );
  }
  if (ip !== undefined && host !== undefined) {
    report(["backend", "host"], "stands beside an address", "remove one of them");
  }
  const inside = ip === undefined ? undefined : insideOf(spec, address(ip));
  if (inside !== undefined) {
    report(
      ["backend", "address"],
      `${ip ?? ""} is ${inside}, so it leads back into the cluster`,
      "use an address outside of the cluster, or route to the app itself",
    );
  }
  const own = host !== undefined && routesOf(spec).some((one) => one.host === host);
  if (own || /(?:^|\.)localhost$|\.svc$|\.cluster\.local$/.test(host ?? "")) {
    report(
      ["backend", "host"],
      `${host ?? ""} leads back into the cluster`,
      "use a name that only the host outside has, or its address",
    );
  }
}

/** Which part of the cluster an address belongs to. */
function insideOf({ network: net, gateways }: ClusterSpec, ip: number): string | undefined {
  const gateway = Object.values(gateways).find((one) => address(one.address) === ip);
  if (gateway !== undefined) return `the gateway ${gateway.name}`;
  if (net.vip !== undefined && address(net.vip) === ip) return "the VIP";
  if (contains(network(net.pods), ip)) return "in the pod network";
  if (contains(network(net.services), ip)) return "in the service network";
  return contains(range(net.loadBalancer.range), ip) ? "in the load-balancer range" : undefined;
}

function certificateProblems({ backend: { host, tls } }: OutsideApp, report: Report): void {
  if (tls === undefined || tls.unverified !== undefined) return;
  if (tls.name !== undefined || host !== undefined) return;
  report(
    ["backend", "tls", "name"],
    "is missing: the certificate of an address is checked by a name",
    "add the name in its certificate, or say in unverified why it is not checked",
  );
}

function routeProblems({ name, routes }: OutsideApp, report: Report): void {
  if (Object.keys(routes).length === 0) {
    report(["routes"], `nobody reaches ${name} without a route`, "add one");
  }
  for (const [key, { protocol, port }] of Object.entries(routes)) {
    if (protocol !== "HTTP") {
      report(
        ["routes", key, "protocol"],
        `gateways pass ${protocol} to apps in the cluster only`,
        "use HTTP, or let clients connect to the host itself",
      );
    }
    if (port !== undefined) {
      report(["routes", key, "port"], "the backend has one port, without a name", "remove it");
    }
  }
}

/** Fields that every entry has, and that ask for something that only happens to pods. */
function fieldProblems(app: OutsideApp, report: Report): void {
  const idle = {
    dependsOn: app.dependsOn.length > 0,
    talksTo: app.talksTo.length > 0,
    secrets: Object.keys(app.secrets).length > 0,
    scheduling: app.scheduling !== undefined,
  };
  for (const [field, isSet] of Object.entries(idle)) {
    if (isSet) report([field], "means nothing outside of the cluster", "remove it");
  }
  if (app.identity?.oidc !== undefined) {
    report(
      ["identity", "oidc"],
      "its client secret would stay in the cluster, where the host cannot read it",
      'use auth: "forward" on its route',
    );
  }
}
