import type { ChartContents } from "../../components/contracts/chart";
import { bundlesOf } from "../../components/platform";
import type { ClusterSpec } from "../../spec/cluster";
import { chartPin } from "../../versions";

/**
 * What every chart of a stack brings, by the chart's name as the engine sees it: what the stand-in
 * Kubernetes plugin makes of a Helm release where the chart itself cannot be had.
 *
 * Two releases of one chart may bring different workloads, so each is also listed as
 * `<chart>@<namespace>/<release>`.
 */
export function chartContents(spec: ClusterSpec): Record<string, ChartContents> {
  const contents: Record<string, ChartContents> = {};
  for (const bundle of bundlesOf(spec)) {
    for (const { chart, namespace, name, brings } of bundle.charts ?? []) {
      const reference = chartPin(chart).chart;
      contents[`${reference}@${namespace}/${name}`] = brings;
      contents[reference] ??= brings;
    }
  }
  return contents;
}
