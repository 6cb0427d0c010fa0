import { recordStack } from "../../cli/harness/record-stack";
import type { Recording } from "../../cli/harness/recording";
import type { Bundle } from "../../components/contracts/bundle";
import { mergeNamespaces } from "../../components/contracts/namespaces";
import { describeObject, isCustom } from "../../components/contracts/object";
import { itemsOf, order, requireAll } from "../../components/contracts/order";
import { bundlesOf } from "../../components/platform";
import { namespaceObject } from "../../components/system/namespace";
import type { ClusterSpec } from "../../spec/cluster";
import { loadSpec } from "../../stacks";
import { validateObject } from "../support/validate-object";

// Each of these has every layer; a stack of your own need not.
describe.each(["home", "lab", "trio"])("the platform of %s", (stack) => {
  let spec: ClusterSpec;
  let bundles: Bundle[];
  let recording: Recording;

  beforeAll(async () => {
    spec = loadSpec(stack);
    bundles = bundlesOf(spec);
    recording = await recordStack(stack, spec);
  });

  const edgesOf = (name: string): string[] => {
    const names = new Map(recording.resources.map((one) => [one.urn, one.name]));
    const found = recording.resources.find((one) => one.name === name);
    return (found?.dependsOn ?? []).map((urn) => names.get(urn) ?? urn).sort();
  };

  it("gives every object a valid form", () => {
    const problems = bundles
      .flatMap(({ objects = [] }) => objects)
      .flatMap((object) => {
        try {
          validateObject(object);
          return [];
        } catch (error) {
          return [`${describeObject(object)}: ${String(error)}`];
        }
      });
    expect(problems).toEqual([]);
  });

  it("meets every need, without a cycle", () => {
    const namespaces: Bundle = {
      layer: "system",
      component: "Namespaces",
      name: "namespaces",
      objects: mergeNamespaces(bundles).map(namespaceObject),
    };
    const items = [namespaces, ...bundles].flatMap(itemsOf);
    expect(() => {
      requireAll(items);
    }).not.toThrow();
    expect(order(items)).toHaveLength(items.length);
  });

  it("registers no custom resource without the chart that defines its kind", () => {
    const defined = new Set(
      bundles
        .flatMap(({ charts = [] }) => charts)
        .flatMap(({ brings }) => brings.crds ?? [])
        .map(({ apiVersion, kind }) => `${apiVersion}/${kind}`),
    );
    const own = new Set(
      bundles
        .flatMap(({ objects = [] }) => objects)
        .filter(({ kind }) => kind === "CustomResourceDefinition")
        .map(({ metadata }) => metadata.name.slice(metadata.name.indexOf(".") + 1)),
    );
    const undefinedKinds = bundles
      .flatMap(({ objects = [] }) => objects)
      .filter(isCustom)
      .filter(({ apiVersion, kind }) => !defined.has(`${apiVersion}/${kind}`))
      .filter(({ apiVersion }) => !own.has(apiVersion.split("/")[0] ?? ""))
      .map(({ apiVersion, kind }) => `${apiVersion}/${kind}`);
    expect([...new Set(undefinedKinds)]).toEqual([]);
  });

  it("waits for the API, then Cilium, then Ready nodes, and for nothing else of a phase", () => {
    expect(edgesOf("cluster-api")).toEqual(["talos-kubeconfig"]);
    expect(edgesOf("nodes-ready")).toEqual([
      "cilium-chart",
      ...Object.keys(spec.nodes)
        .map((name) => `talos-config-${name}`)
        .sort(),
      "talos-kubeconfig",
    ]);
    expect(edgesOf("cilium-chart")).toEqual([]);
  });

  it("opens the tunnel without waiting for the cluster", () => {
    const cluster = new Set(["talos", "cluster"]);
    const layers = new Map(recording.resources.map((one) => [one.name, one.layer]));
    const tunnel = recording.resources.filter(
      ({ layer, component }) => layer === "cloudflare" && !component,
    );
    expect(tunnel.length).toBeGreaterThan(3);
    for (const { name } of tunnel) {
      expect(edgesOf(name).filter((other) => cluster.has(layers.get(other) ?? ""))).toEqual([]);
    }
  });

  it("lets cloudflared wait for the tunnel's token", () => {
    const secret = recording.resources.find(
      ({ name, type }) => type === "kubernetes:core/v1:Secret" && name.startsWith("cloudflared"),
    );
    expect(edgesOf(secret?.name ?? "")).toContain("cloudflare-tunnel");
  });

  it("uses one explicit Kubernetes provider with an identity that no certificate changes", () => {
    const objects = recording.resources.filter(
      ({ type, name }) => type.startsWith("kubernetes:") && name !== "cluster-kubernetes",
    );
    const providers = new Set(objects.map(({ provider }) => provider));
    expect(providers.size).toBe(1);
    expect([...providers][0]).toContain("::cluster-kubernetes::");
    const provider = recording.resources.find(({ name }) => name === "cluster-kubernetes");
    expect(provider?.inputs["clusterIdentifier"]).toBe(`${stack}/${spec.name}`);
  });

  it("gives the documented stack outputs, and no secret among them in plain", () => {
    expect(Object.keys(recording.outputs).sort()).toEqual([
      "appUrls",
      "gatewayIps",
      "kubeApiEndpoint",
      "kubeconfig",
      "machineConfigDigests",
      "nodes",
      "talosconfig",
      "tunnelHostname",
      "tunnelId",
    ]);
    expect(recording.outputs["kubeconfig"]).toBe("[secret]");
    expect(recording.outputs["talosconfig"]).toBe("[secret]");
  });
});

it("home has the gateways of its diagram", async () => {
  const { outputs } = await recordStack("home", loadSpec("home"));
  expect(outputs["gatewayIps"]).toEqual({ internal: "192.168.0.238", external: "192.168.0.239" });
});
