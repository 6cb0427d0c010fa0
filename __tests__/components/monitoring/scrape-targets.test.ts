import { list, podSpecOf, record } from "../../../components/contracts/object";
import { monitoringBundles } from "../../../components/monitoring";
import { networkBundles } from "../../../components/network";
import type { ClusterSpec } from "../../../spec/cluster";
import { specs } from "./specs";

const bundle = (spec: ClusterSpec, name: string) =>
  monitoringBundles(spec).find((one) => one.name === name);

/** Namespace, labels and ports of every monitor, by its name. */
function targets(spec: ClusterSpec): Record<string, [string, Record<string, string>, string[]]> {
  const monitors = bundle(spec, "scrape-targets")?.objects ?? [];
  return Object.fromEntries(
    monitors.map(({ metadata, spec: monitor }) => {
      const { namespaceSelector, selector, podMetricsEndpoints } = record(monitor);
      const labels = record(record(selector)["matchLabels"]) as Record<string, string>;
      const ports = list(podMetricsEndpoints).map((one) => String(record(one)["port"]));
      const [namespace] = list(record(namespaceSelector)["matchNames"]);
      return [metadata.name, [String(namespace), labels, ports]];
    }),
  );
}

/** What the pinned charts name their pods and ports. */
const network = {
  "cert-manager": [
    "cert-manager",
    { "app.kubernetes.io/instance": "cert-manager" },
    ["http-metrics"],
  ],
  cilium: ["kube-system", { "k8s-app": "cilium" }, ["prometheus", "hubble-metrics"]],
  "cilium-operator": ["kube-system", { "io.cilium/app": "operator" }, ["prometheus"]],
  cloudflared: ["networking", { "app.kubernetes.io/name": "cloudflared" }, ["metrics"]],
  envoy: [
    "networking",
    {
      "app.kubernetes.io/name": "envoy",
      "app.kubernetes.io/component": "proxy",
      "app.kubernetes.io/managed-by": "envoy-gateway",
    },
    ["metrics"],
  ],
  "envoy-gateway": ["networking", { "control-plane": "envoy-gateway" }, ["metrics"]],
  "external-dns": [
    "networking",
    { "app.kubernetes.io/name": "external-dns" },
    ["http", "http-webhook"],
  ],
};

describe("the metrics of the network", () => {
  it.each(["home", "trio", "lab"] as const)("are collected from every part in %s", (stack) => {
    expect(targets(specs[stack])).toMatchObject(network);
  });

  it("come from CoreDNS by the chart of Prometheus, which finds it by its label", () => {
    const chart = bundle(specs.home, "kube-prometheus-stack")?.charts?.[0];
    expect(chart?.values).not.toHaveProperty("coreDns");
    const coredns = networkBundles(specs.home).find(({ name }) => name === "coredns");
    expect(coredns?.charts?.[0]?.values).toMatchObject({ k8sAppLabelOverride: "kube-dns" });
    expect(JSON.stringify(coredns?.charts?.[0]?.values)).toContain("0.0.0.0:9153");
  });

  it("have the ports of our own pods", () => {
    const cloudflared = networkBundles(specs.home)
      .find(({ name }) => name === "cloudflared")
      ?.objects?.find(({ kind }) => kind === "Deployment");
    const [container] = list((cloudflared && podSpecOf(cloudflared))?.["containers"]);
    expect(list(record(container)["ports"])).toContainEqual(
      expect.objectContaining({ name: "metrics" }),
    );
  });

  it("are not asked for from parts that a stack does not have", () => {
    const { certificates } = specs.home.ingress;
    const names = Object.keys(targets({ ...specs.home, ingress: { certificates } }));
    expect(names).not.toContain("cloudflared");
    expect(names).not.toContain("external-dns");
    expect(names).toContain("cilium");
  });
});
