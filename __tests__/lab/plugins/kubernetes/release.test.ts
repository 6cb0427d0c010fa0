import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHARTS_VARIABLE } from "../../../../lab/plugins/kubernetes/charts";
import { KubernetesPlugin } from "../../../../lab/plugins/kubernetes/plugin";
import { RELEASE } from "../../../../lab/plugins/kubernetes/release-resource";
import type { Call } from "../../../../lab/plugins/shared/plugin";
import type { Bag, Properties } from "../../../../lab/plugins/shared/values";
import { asArray, asObject } from "../../../../lab/plugins/shared/values";
import { FakeKubernetes } from "./fake-api";

const crd = (version: string) => ({
  apiVersion: `example.com/${version}`,
  kind: "Pool",
  plural: "pools",
  scope: "Cluster",
});
const CHARTS = {
  net: {
    crds: [crd("v2"), crd("v2alpha1")],
    workloads: [{ kind: "DaemonSet", name: "agent", labels: { "k8s-app": "agent" } }],
    services: [{ name: "agent", ports: [{ name: "http", port: 80 }] }],
  },
  other: { crds: [crd("v3")], workloads: [{ kind: "Deployment", name: "other", replicas: 2 }] },
};
const CRD = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/pools.example.com";
const AGENT = "/apis/apps/v1/namespaces/net/daemonsets/agent";

let fake: FakeKubernetes;
let plugin: KubernetesPlugin;
let dir: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "hearth-charts-"));
  const file = join(dir, "charts.json");
  writeFileSync(file, JSON.stringify(CHARTS));
  process.env[CHARTS_VARIABLE] = file;
  fake = await FakeKubernetes.start();
  fake.react = ({ kind, metadata }) => {
    const conditions = [{ type: "Established", status: "True" }];
    if (kind === "CustomResourceDefinition") fake.change(CRD, { status: { conditions } });
    const { generation, name } = asObject(metadata);
    if (name === "agent" && kind === "DaemonSet") {
      fake.change(AGENT, { status: { observedGeneration: generation ?? 0 } });
    }
  };
  plugin = new KubernetesPlugin();
  plugin.configure(bag({ kubeconfig: fake.kubeconfig }));
});
afterEach(async () => {
  delete process.env[CHARTS_VARIABLE];
  rmSync(dir, { recursive: true });
  await fake.stop();
});

const bag = (values: Properties): Bag => ({ values, secrets: [] });
const call = (name = "net"): Call => ({
  urn: `urn:pulumi:dev::test::${RELEASE}::${name}`,
  type: RELEASE,
  signal: new AbortController().signal,
  status: () => undefined,
});
const real = { preview: false };
const release = (chart: string, more: Properties = {}): Properties => ({
  chart,
  name: chart.split("/").at(-1) ?? "",
  namespace: "net",
  version: "1.2.3",
  skipAwait: chart === "other",
  // The fake has no endpoints, so a service would never be ready.
  ...more,
});

describe("a Helm release", () => {
  it("becomes the CRDs, workloads and services of its declaration", async () => {
    const inputs = bag(release("oci://registry.example.com/charts/net", { skipAwait: true }));
    const { id, outputs } = await plugin.create(call(), inputs, real);
    expect(id).toBe("net/net");
    expect(outputs.values["status"]).toEqual({
      name: "net",
      namespace: "net",
      chart: "net",
      version: "1.2.3",
      appVersion: "1.2.3",
      revision: 1,
      status: "deployed",
    });
    const versions = asArray(asObject(fake.objects.get(CRD)?.["spec"])["versions"]).map(asObject);
    expect(versions.map(({ name, storage }) => [name, storage])).toEqual([
      ["v2", true],
      ["v2alpha1", false],
    ]);
    expect(fake.objects.get(AGENT)).toMatchObject({
      metadata: {
        labels: { "app.kubernetes.io/managed-by": "Helm", "k8s-app": "agent" },
        annotations: { "meta.helm.sh/release-name": "net" },
      },
      spec: {
        template: { spec: { containers: [{ image: "registry.invalid/agent:lab" }] } },
      },
    });
    expect(fake.objects.has("/api/v1/namespaces/net/services/agent")).toBe(true);
    expect(fake.objects.has("/api/v1/namespaces/net/secrets/sh.helm.release.v1.net.v1")).toBe(true);
  });

  it("of a chart that is not declared names it", async () => {
    await expect(plugin.create(call(), bag(release("unheard-of")), real)).rejects.toThrow(
      /^chart unheard-of: .*charts\.json does not say what it brings/,
    );
    expect(fake.objects.size).toBe(0);
  });

  it("that does not become ready says of each workload what it waits for", async () => {
    const inputs = bag(release("other", { skipAwait: false, timeout: 0.2 }));
    await expect(plugin.create(call("other"), inputs, real)).rejects.toMatchObject({
      id: "net/other",
      reasons: [
        "release net/other: Deployment net/other: still waiting for the controller to see the change after 0 s",
      ],
    });
  });

  it("that is atomic and fails leaves nothing behind", async () => {
    const inputs = bag(release("other", { skipAwait: false, timeout: 0.2, atomic: true }));
    await expect(plugin.create(call("other"), inputs, real)).rejects.toThrow("as it is atomic");
    expect(fake.objects.size).toBe(0);
  });

  it("goes on after a crash, and refuses another resource's name", async () => {
    const inputs = bag(release("other"));
    await plugin.create(call("other"), inputs, real);
    const again = await plugin.create(call("other"), inputs, real);
    expect(again.outputs.values).toMatchObject({ status: { revision: 1 } });
    await expect(plugin.create(call("stranger"), inputs, real)).rejects.toThrow(
      "release net/other: the name is in use",
    );
  });

  it("counts revisions and takes away what it no longer brings", async () => {
    const inputs = bag(release("net", { skipAwait: true }));
    const { id, outputs } = await plugin.create(call(), inputs, real);
    const news = bag(release("other", { name: "net" }));
    const updated = await plugin.update(call(), id, outputs, news, real);
    expect(updated.values).toMatchObject({ status: { revision: 2, chart: "other" } });
    expect(fake.objects.has(AGENT)).toBe(false);
    expect(fake.objects.has("/apis/apps/v1/namespaces/net/deployments/other")).toBe(true);
  });

  it("leaves a CRD to the other release that needs it, and the last one takes it along", async () => {
    const first = await plugin.create(call(), bag(release("net", { skipAwait: true })), real);
    const second = await plugin.create(call("other"), bag(release("other")), real);
    const versions = asArray(asObject(fake.objects.get(CRD)?.["spec"])["versions"]).map(asObject);
    expect(versions.map(({ name }) => name)).toEqual(["v2", "v2alpha1", "v3"]);
    await plugin.delete(call(), first.id, first.outputs, bag({}), {});
    expect([...fake.objects.keys()].sort()).toEqual([
      "/api/v1/namespaces/net/secrets/sh.helm.release.v1.other.v1",
      CRD,
      "/apis/apps/v1/namespaces/net/deployments/other",
    ]);
    await plugin.delete(call("other"), second.id, second.outputs, bag({}), {});
    expect(fake.objects.size).toBe(0);
  });
});
