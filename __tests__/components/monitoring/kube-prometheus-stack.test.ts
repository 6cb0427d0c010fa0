import { kubePrometheusStackBundle } from "../../../components/monitoring/kube-prometheus-stack";
import type { ClusterSpec } from "../../../spec/cluster";
import { specs, withoutApps } from "./specs";

const chartOf = (spec: ClusterSpec) => kubePrometheusStackBundle(spec).charts?.[0];

describe("kube-prometheus-stack", () => {
  it("names the control planes by the addresses of the spec", () => {
    const endpoints = ["192.168.0.211", "192.168.0.212", "192.168.0.213"];
    expect(chartOf(specs.home)?.values).toMatchObject({
      kubeControllerManager: { endpoints },
      kubeScheduler: { endpoints },
      kubeEtcd: { endpoints, service: { port: 2381, targetPort: 2381 } },
      kubeProxy: { enabled: false },
    });
  });

  it("keeps metrics as long and as many as the spec says, with room to spare on the volume", () => {
    expect(chartOf(specs.home)?.values).toMatchObject({
      prometheus: {
        prometheusSpec: {
          retention: "14d",
          retentionSize: "15360MB",
          externalLabels: { cluster: "home" },
          externalUrl: "https://prometheus.example.com",
          storageSpec: {
            volumeClaimTemplate: {
              spec: {
                storageClassName: "ceph-block",
                resources: { requests: { storage: "20Gi" } },
              },
            },
          },
        },
      },
    });
    expect(chartOf(specs.home)?.needs).toContain("storageclass:ceph-block");
  });

  it("looks for monitors and rules everywhere", () => {
    const { prometheusSpec } = chartOf(specs.home)?.values["prometheus"] as {
      prometheusSpec: Record<string, unknown>;
    };
    const selectors = Object.keys(prometheusSpec).filter((key) =>
      key.endsWith("NilUsesHelmValues"),
    );
    expect(selectors.sort()).toEqual([
      "podMonitorSelectorNilUsesHelmValues",
      "probeSelectorNilUsesHelmValues",
      "ruleSelectorNilUsesHelmValues",
      "scrapeConfigSelectorNilUsesHelmValues",
      "serviceMonitorSelectorNilUsesHelmValues",
    ]);
    for (const key of selectors) expect(prometheusSpec[key]).toBe(false);
  });

  it("leaves the definitions to their own release, and waits for them", () => {
    const chart = chartOf(specs.home);
    expect(chart?.skipCrds).toBe(true);
    expect(chart?.values).toMatchObject({ crds: { enabled: false } });
    expect(chart?.brings.crds).toBeUndefined();
    expect(chart?.needs).toContain("crd:monitoring.coreos.com/Prometheus");
  });

  it("mounts what Alertmanager signs in with, and waits for it", () => {
    expect(chartOf(specs.trio)?.values).toMatchObject({
      alertmanager: {
        alertmanagerSpec: { secrets: ["alertmanager-pushover", "alertmanager-heartbeat"] },
      },
    });
    expect(chartOf(specs.trio)?.needs).toContain("secret:monitoring/alertmanager-pushover");
    expect(JSON.stringify(chartOf(specs.trio)?.values)).not.toMatch(/\{\{[A-Za-z]+\}\}/);
  });

  it("lives without volumes where the stack has none", () => {
    const spec = { ...specs.home, storageClasses: [] };
    expect(JSON.stringify(chartOf(spec)?.values)).not.toContain("volumeClaimTemplate");
    expect(chartOf(spec)?.needs?.filter((need) => need.startsWith("storageclass:"))).toEqual([]);
  });

  it("has no address of its own where the stack gives it no route", () => {
    const spec = withoutApps(specs.home, "kube-prometheus-stack");
    expect(JSON.stringify(chartOf(spec)?.values)).not.toContain("externalUrl");
  });
});
