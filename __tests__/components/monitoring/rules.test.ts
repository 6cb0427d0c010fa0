import { readdirSync } from "node:fs";
import { join } from "node:path";
import { alertGroups, alertRulesBundle } from "../../../components/monitoring/rules";
import { showroom } from "../../support/showroom";
import { metricsOf, syntaxErrors } from "./promql";
import { specs, withoutApps } from "./specs";

const groups = alertGroups(showroom());
const alerts = groups.flatMap((group) => group.alerts);

const groupNames = (spec: (typeof specs)["home"]) => alertGroups(spec).map(({ name }) => name);

describe("the alert rules", () => {
  it("can be told to be malformed", () => {
    expect(syntaxErrors("sum(up) by (job) > 1")).toEqual([]);
    expect(syntaxErrors("sum(up")).not.toEqual([]);
    expect(syntaxErrors("up = 1")).not.toEqual([]);
    expect(metricsOf('rate(a_total[5m]) / on (x) b{c="d"}')).toEqual(["a_total", "b"]);
  });

  it.each(alerts.map((one) => [one.alert, one] as const))("%s is PromQL", (_name, { expr }) => {
    expect(syntaxErrors(expr)).toEqual([]);
    expect(metricsOf(expr).length).toBeGreaterThan(0);
  });

  it.each(alerts.map((one) => [one.alert, one] as const))(
    "%s says what is wrong and what to do",
    (_name, { alert, for: duration, severity, summary, description }) => {
      expect(alert).toMatch(/^([A-Z][a-z]+)+$/);
      expect(duration).toMatch(/^\d+[mh]$/);
      expect(["critical", "warning"]).toContain(severity);
      expect(summary.length).toBeLessThan(120);
      expect(description.length).toBeGreaterThan(20);
    },
  );

  it("has every alert once", () => {
    const names = alerts.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
  });

  it("uses the showroom for every file of rules", () => {
    const files = readdirSync(join(__dirname, "../../../components/monitoring/rules"));
    expect(files.filter((file) => !["index.ts", "rule.ts"].includes(file)).sort()).toEqual([
      "backups.ts",
      "ceph.ts",
      "certificates.ts",
      "devices.ts",
      "etcd.ts",
      "network.ts",
      "nodes.ts",
      "postgres.ts",
      "services.ts",
      "ups.ts",
    ]);
    expect(groups.map(({ name }) => name).sort()).toEqual([
      "backups",
      "ceph",
      "certificates",
      "devices",
      "dns",
      "endpoints",
      "etcd",
      "logs",
      "network",
      "nodes",
      "postgres",
      "postgres-backups",
      "secrets",
      "tunnel",
      "ups",
    ]);
  });

  it("covers what a stack has and nothing else", () => {
    expect(groupNames(specs.home)).toContain("ups");
    expect(groupNames(specs.trio)).not.toContain("ups");
    const ingress = { ...specs.home.ingress, cloudflare: undefined };
    expect(groupNames({ ...specs.home, ingress })).not.toContain("tunnel");
    expect(groupNames(withoutApps(specs.home, "gatus"))).not.toContain("endpoints");
    const storage = { ...specs.home.storage, ceph: undefined };
    expect(groupNames({ ...specs.home, storage })).not.toContain("ceph");
    expect(groupNames({ ...specs.home, databases: {} })).not.toContain("postgres");
  });

  it("delivers each group as one object", () => {
    const [first, ...rest] = alertRulesBundle(specs.home).objects ?? [];
    expect(first).toMatchObject({
      kind: "PrometheusRule",
      metadata: { name: "hearth-nodes", namespace: "monitoring" },
      spec: {
        groups: [
          {
            name: "hearth.nodes",
            rules: expect.arrayContaining([
              expect.objectContaining({ alert: "NodeDown", labels: { severity: "critical" } }),
            ]) as unknown,
          },
        ],
      },
    });
    expect(rest).toHaveLength(groupNames(specs.home).length - 1);
  });
});
