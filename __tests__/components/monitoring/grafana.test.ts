import { dashboardObjects, dashboards } from "../../../components/monitoring/dashboards";
import { dashboardObject } from "../../../components/monitoring/dashboards/dashboard";
import { grafanaBundle } from "../../../components/monitoring/grafana";
import type { ClusterSpec } from "../../../spec/cluster";
import { showroom } from "../../support/showroom";
import { syntaxErrors } from "./promql";
import { specs, withoutApps } from "./specs";

const chartOf = (spec: ClusterSpec) => grafanaBundle(spec).charts?.[0];
const all = dashboards(showroom());

describe("grafana", () => {
  it("lets people in by Authelia where the stack has identity", () => {
    const chart = chartOf(specs.home);
    expect(chart?.needs).toEqual([
      "secret:monitoring/grafana-secret",
      "secret:monitoring/grafana-oidc",
    ]);
    expect(chart?.values).toMatchObject({
      admin: { existingSecret: "grafana-secret" },
      envValueFrom: {
        OIDC_ISSUER: { secretKeyRef: { name: "grafana-oidc", key: "issuer" } },
        GF_AUTH_GENERIC_OAUTH_CLIENT_ID: { secretKeyRef: { key: "client-id" } },
        GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET: { secretKeyRef: { key: "client-secret" } },
      },
      "grafana.ini": {
        server: { root_url: "https://grafana.example.com" },
        "auth.generic_oauth": {
          enabled: true,
          role_attribute_strict: true,
          role_attribute_path:
            "contains(groups[*], 'admins') && 'Admin' || contains(groups[*], 'people') && 'Viewer'",
        },
      },
    });
  });

  it("has only its administrator without identity", () => {
    const chart = chartOf({ ...specs.home, identity: undefined });
    expect(chart?.needs).toEqual(["secret:monitoring/grafana-secret"]);
    expect(JSON.stringify(chart?.values)).not.toContain("oauth");
    expect(JSON.stringify(chart?.values)).not.toContain("grafana-oidc");
  });

  it("reads from what the stack has", () => {
    const names = (spec: ClusterSpec) =>
      (
        chartOf(spec)?.values["datasources"] as {
          "datasources.yaml": { datasources: { name: string }[] };
        }
      )["datasources.yaml"].datasources.map(({ name }) => name);
    expect(names(specs.home)).toEqual(["Prometheus", "Alertmanager", "Loki"]);
    expect(names(withoutApps(specs.home, "loki"))).toEqual(["Prometheus", "Alertmanager"]);
    expect(names(withoutApps(specs.home, "kube-prometheus-stack"))).toEqual(["Loki"]);
  });

  it("refuses a stack without it", () => {
    expect(() => grafanaBundle(withoutApps(specs.home, "grafana"))).toThrow("without Grafana");
  });
});

describe("the dashboards", () => {
  it("show what a stack has and nothing else", () => {
    const uids = (spec: ClusterSpec) => dashboards(spec).map(({ uid }) => uid);
    expect(all.map(({ uid }) => uid)).toEqual([
      "gateways",
      "endpoints",
      "ceph",
      "backups",
      "postgres",
      "ups",
    ]);
    expect(uids(specs.trio)).not.toContain("ups");
    expect(uids(withoutApps(specs.home, "gatus"))).not.toContain("endpoints");
    expect(dashboardObjects(withoutApps(specs.home, "kube-prometheus-stack"))).toEqual([]);
  });

  it.each(all.map((one) => [one.title, one] as const))(
    "%s asks in PromQL",
    (_title, { panels }) => {
      const exprs = panels.flatMap(({ queries }) => queries.map(({ expr }) => expr));
      expect(exprs.length).toBeGreaterThan(0);
      expect(exprs.flatMap(syntaxErrors)).toEqual([]);
    },
  );

  it.each(all.map((one) => [one.title, one] as const))("%s overlaps nowhere", (_title, one) => {
    const { data } = dashboardObject(one) as unknown as { data: Record<string, string> };
    const { panels } = JSON.parse(data[`${one.uid}.json`] ?? "") as {
      panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    expect(panels).toHaveLength(one.panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24);
      return Array.from({ length: w * h }, (_, cell) =>
        [x + (cell % w), y + Math.floor(cell / w)].join(),
      );
    });
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
