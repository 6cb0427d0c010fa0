import type { Bundle } from "../../../components/contracts/bundle";
import { itemsOf, order } from "../../../components/contracts/order";
import { placeholdersOf } from "../../../components/delivery/secret-text";
import { monitoringBundles } from "../../../components/monitoring";
import { configKeys } from "../../../spec/config-keys";
import { validateObject } from "../../support/validate-object";
import { specs, withMonitoring, withoutApps } from "./specs";

const names = (bundles: readonly Bundle[]) => bundles.map(({ name }) => name);

describe("monitoringBundles", () => {
  const prometheus = ["prometheus-crds", "kube-prometheus-stack", "scrape-targets", "alert-rules"];

  it("builds what each stack selects and nothing else", () => {
    expect(names(monitoringBundles(specs.home))).toEqual([
      ...prometheus,
      "loki",
      "fluent-bit",
      "grafana",
      "gatus",
      "nut-exporter",
      "monitoring-routes",
    ]);
    expect(names(monitoringBundles(specs.trio))).toEqual([
      ...prometheus,
      "probes",
      "loki",
      "fluent-bit",
      "grafana",
      "gatus",
      "unpoller",
      "silence-operator",
      "monitoring-routes",
    ]);
    expect(monitoringBundles({ ...specs.home, apps: {} })).toEqual([]);
  });

  it("makes no monitor and no rule without Prometheus", () => {
    const kinds = monitoringBundles(withoutApps(specs.home, "kube-prometheus-stack"))
      .flatMap(({ objects = [] }) => objects)
      .map(({ kind }) => kind);
    expect(kinds).not.toContain("PodMonitor");
    expect(kinds).not.toContain("PrometheusRule");
    expect(kinds).toContain("HTTPRoute");
  });

  it("brings the definitions before Prometheus and without waiting for nodes", () => {
    const items = order(monitoringBundles(specs.home).flatMap(itemsOf));
    const crds = items.find(({ bundle }) => bundle.name === "prometheus-crds");
    expect(crds?.needs).toEqual(["namespace:monitoring"]);
    for (const kind of ["ServiceMonitor", "PodMonitor", "PrometheusRule", "AlertmanagerConfig"]) {
      expect(crds?.provides).toContain(`crd:monitoring.coreos.com/${kind}`);
    }
    const rule = items.find(({ bundle }) => bundle.name === "alert-rules");
    expect(rule?.needs).toEqual([
      "namespace:monitoring",
      "crd:monitoring.coreos.com/PrometheusRule",
    ]);
  });

  it("waits for the storage, secrets and apps of others, and for nothing else", () => {
    const items = monitoringBundles(specs.home).flatMap(itemsOf);
    const given = new Set<string>(
      items.flatMap(({ provides, bundle }) => [...provides, ...(bundle.provides ?? [])]),
    );
    const missing = items.flatMap(({ needs }) => needs).filter((need) => !given.has(need));
    expect([...new Set(missing)].sort()).toEqual([
      "crd:external-secrets.io/ExternalSecret",
      "crd:gateway.networking.k8s.io/HTTPRoute",
      "gateway:envoy-external",
      "gateway:envoy-internal",
      "namespace:monitoring",
      "nodes",
      "object:SecurityPolicy/monitoring/forward-auth",
      "secret:monitoring/grafana-oidc",
      "secretstore:secret-store",
      "storageclass:ceph-block",
      "storageclass:openebs-hostpath",
    ]);
  });

  it.each(Object.entries(specs))("makes only valid objects for %s", (_name, spec) => {
    const objects = monitoringBundles(spec).flatMap(({ objects = [] }) => objects);
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) expect(() => validateObject(object)).not.toThrow();
  });

  it.each(Object.entries(specs))("names every object of %s once", (_name, spec) => {
    const keys = monitoringBundles(spec)
      .flatMap(({ objects = [] }) => objects)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(Object.entries(specs))("asks only for secret values that %s has", (_name, spec) => {
    const bundles = monitoringBundles(spec);
    const known = new Set([
      ...configKeys(spec).map(({ key }) => key),
      ...bundles.flatMap(({ generated = {} }) => Object.keys(generated)),
    ]);
    const used = bundles.flatMap(({ secrets = [] }) =>
      secrets.flatMap(({ values }) => Object.values(values).flatMap(placeholdersOf)),
    );
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  it("says why its namespace is not restricted", () => {
    for (const spec of Object.values(specs)) {
      for (const { namespaces = [] } of monitoringBundles(spec)) {
        for (const { podSecurity, reason } of namespaces) {
          expect(podSecurity === undefined || reason !== undefined).toBe(true);
        }
      }
    }
  });
});

describe("nut-exporter", () => {
  const bundleOf = (spec: typeof specs.home) =>
    monitoringBundles(spec).find(({ name }) => name === "nut-exporter");

  it("runs on the node that carries the UPS, and looks for its vendor", () => {
    const bundle = bundleOf(specs.home);
    expect(bundle?.objects?.[0]).toMatchObject({
      kind: "Deployment",
      spec: {
        strategy: { type: "Recreate" },
        template: {
          spec: {
            nodeSelector: { "kubernetes.io/hostname": "am06-01" },
            containers: [{ securityContext: { privileged: true } }, { name: "exporter" }],
            volumes: [{ hostPath: { path: "/dev/bus/usb" } }],
          },
        },
      },
    });
    expect(JSON.stringify(bundle?.objects?.[0])).toContain('{"name":"VENDORID","value":"0463"}');
  });

  it("gives only the driver more than the restricted standard", () => {
    const text = JSON.stringify(bundleOf(specs.home)?.objects);
    expect(text.match(/"privileged":true/g)).toHaveLength(1);
  });

  it("is not made without a UPS", () => {
    expect(bundleOf(withMonitoring(specs.home, { ups: undefined }))).toBeUndefined();
  });

  it("refuses a device that the node does not have", () => {
    const spec = withMonitoring(specs.home, { ups: { node: "am06-02", device: "ups" } });
    expect(() => monitoringBundles(spec)).toThrow("node am06-02 has no USB device ups");
  });
});
