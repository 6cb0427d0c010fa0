import type { WorldStatus } from "../../lab/world";
import type { ClusterSpec } from "../../spec/cluster";
import { nodesOf } from "../../spec/queries";
import { heading, table, wrap } from "../terminal/layout";
import type { UpFigures } from "./figures";

/** What `lab` and `lab:status` tell of a world: machines, gateways with what answers, figures. */
export interface LabReport {
  readonly stack: string;
  readonly machines: WorldStatus["machines"];
  readonly gateways: readonly {
    readonly name: string;
    readonly address: string;
    /** Routes that are answered with success or a redirect. */
    readonly answered: number;
    readonly routes: number;
  }[];
  readonly urls: readonly {
    readonly url: string;
    readonly gateway: string;
    readonly status: number;
    readonly text: string;
  }[];
  readonly figures: UpFigures | undefined;
}

/** Puts a report together. */
export function labReport(
  stack: string,
  spec: ClusterSpec,
  status: WorldStatus,
  figures: UpFigures | undefined,
): LabReport {
  return {
    stack,
    machines: status.machines,
    gateways: Object.values(spec.gateways).map(({ name, address }) => {
      const routes = status.routes.filter((route) => route.address === address);
      return { name, address, answered: routes.filter(isAnswered).length, routes: routes.length };
    }),
    urls: status.routes.map(urlOf).sort(byHost),
    figures,
  };
}

type UrlReport = LabReport["urls"][number];

function urlOf({ url, gateway, status, text }: WorldStatus["routes"][number]): UrlReport {
  return { url, gateway, status, text };
}

/** By host, then path, then gateway: the world tells of routes as it came to know them. */
function byHost(a: UrlReport, b: UrlReport): number {
  return compare(a.url, b.url) || compare(a.gateway, b.gateway);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Whether something behind the route answers: success, a redirect, or a login that is asked for. */
function isAnswered({ status }: { readonly status: number }): boolean {
  return (status >= 200 && status < 400) || status === 401;
}

/** Whether every machine has joined and every route is answered. */
export function isComplete({ machines, gateways }: LabReport): boolean {
  return (
    Object.values(machines).every((phase) => phase === "joined") &&
    gateways.every(({ answered, routes }) => answered === routes)
  );
}

/** A report as text of at most 80 columns. */
export function reportText(spec: ClusterSpec, report: LabReport): string {
  const { figures } = report;
  return [
    heading(`Machines of ${report.stack} (simulated)`),
    ...table(
      nodesOf(spec).map(({ name, node, hardware }) => [
        `  ${name}`,
        node.address,
        node.role,
        hardware.architecture,
        report.machines[name] ?? "off",
      ]),
    ),
    "",
    heading("Gateways"),
    ...table(
      report.gateways.map(({ name, address, answered, routes }) => [
        `  ${name}`,
        address,
        `${String(answered)} of ${String(routes)} routes answer`,
      ]),
    ),
    "",
    heading("Apps"),
    ...table(
      report.urls.map((one) => [
        `  ${one.url}`,
        one.gateway,
        isAnswered(one) ? String(one.status) : `${String(one.status)} ${one.text}`,
      ]),
    ),
    ...(figures === undefined ? [] : figuresText(figures)),
    "",
  ].join("\n");
}

function figuresText({ seconds, changed, layers, chain, chainSeconds }: UpFigures): string[] {
  if (changed === 0) return ["", `Nothing changed, in ${String(seconds)} s.`];
  const ratio =
    chainSeconds === 0 ? "" : `, ${(seconds / chainSeconds).toFixed(2)} times the longest chain`;
  const slowest = [...chain].sort((a, b) => b.seconds - a.seconds).slice(0, 8);
  return [
    "",
    heading("Time"),
    ...table(
      Object.entries(layers).map(([layer, one]) => [
        `  ${layer}`,
        `${String(one.steps)} steps`,
        `${String(one.seconds)} s`,
      ]),
    ),
    ...wrap(
      `in all ${String(changed)} steps in ${String(seconds)} s${ratio} (${String(chainSeconds)} s)`,
      2,
      4,
    ),
    ...wrap(
      `its slowest steps: ${slowest.map((one) => `${one.name} ${String(one.seconds)} s`).join(", ")}`,
      2,
      4,
    ),
  ];
}
