import { MONITORING_NAMESPACE } from "../../contracts/conventions";
import type { KubernetesObject } from "../../contracts/object";
import { PROMETHEUS_UID } from "../data-sources";

/** A query and what its series are called in the legend, e.g. `{{pod}}`. */
export interface Query {
  readonly expr: string;
  readonly legend: string;
}

/** A figure or a graph. */
export interface Panel {
  readonly title: string;
  /** A figure of now, or its course. */
  readonly kind: "figure" | "graph";
  readonly queries: readonly Query[];
  /** Grafana's unit, e.g. `bytes`, `percentunit`, `s`, `reqps`. @default "short" */
  readonly unit?: string;
  /** Value from which a figure is red. @default never */
  readonly redFrom?: number;
}

/** A dashboard: figures first, four a row, then graphs, two a row. */
export interface Dashboard {
  /** Identifier in its address; never changes. */
  readonly uid: string;
  readonly title: string;
  /** Folder that it is filed under. */
  readonly folder: string;
  readonly panels: readonly Panel[];
}

/** Size of a panel in the grid of 24 columns. */
const SIZES = { figure: { w: 6, h: 4 }, graph: { w: 12, h: 8 } } as const;
const COLUMNS = 24;

/** The ConfigMap that Grafana's sidecar reads a dashboard from. */
export function dashboardObject(dashboard: Dashboard): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: `dashboard-${dashboard.uid}`,
      namespace: MONITORING_NAMESPACE,
      labels: { grafana_dashboard: "1" },
      annotations: { grafana_folder: dashboard.folder },
    },
    data: { [`${dashboard.uid}.json`]: JSON.stringify(model(dashboard)) },
  };
}

/** https://grafana.com/docs/grafana/latest/visualizations/dashboards/build-dashboards/view-dashboard-json-model/ */
function model({ uid, title, panels }: Dashboard) {
  const figures = panels.filter(({ kind }) => kind === "figure");
  const graphs = panels.filter(({ kind }) => kind === "graph");
  const figureRows = Math.ceil((figures.length * SIZES.figure.w) / COLUMNS);
  return {
    uid,
    title,
    schemaVersion: 41,
    editable: false,
    tags: ["hearth"],
    timezone: "browser",
    refresh: "1m",
    time: { from: "now-6h", to: "now" },
    panels: [
      ...figures.map((panel, index) => panelModel(panel, index, 0)),
      ...graphs.map((panel, index) => panelModel(panel, index, figureRows * SIZES.figure.h)),
    ].map((panel, index) => ({ ...panel, id: index + 1 })),
  };
}

function panelModel({ title, kind, queries, unit, redFrom }: Panel, index: number, top: number) {
  const { w, h } = SIZES[kind];
  const perRow = COLUMNS / w;
  const datasource = { type: "prometheus", uid: PROMETHEUS_UID };
  return {
    title,
    type: kind === "figure" ? "stat" : "timeseries",
    datasource,
    gridPos: { w, h, x: (index % perRow) * w, y: top + Math.floor(index / perRow) * h },
    fieldConfig: {
      defaults: {
        unit: unit ?? "short",
        thresholds: {
          mode: "absolute",
          steps: [
            { color: "green", value: null },
            ...(redFrom === undefined ? [] : [{ color: "red", value: redFrom }]),
          ],
        },
      },
      overrides: [],
    },
    options:
      kind === "figure"
        ? { colorMode: "value", reduceOptions: { calcs: ["lastNotNull"] } }
        : { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } },
    targets: queries.map(({ expr, legend }, query) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + query),
      datasource,
      expr,
      legendFormat: legend,
      ...(kind === "figure" ? { instant: true } : {}),
    })),
  };
}
