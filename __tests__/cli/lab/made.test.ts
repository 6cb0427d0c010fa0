import { cloudflareIds, kubernetesIds } from "../../../cli/lab/made";
import type { RecordedState } from "../../../cli/lab/pending";
import { CloudflareApi } from "../../../lab/plugins/cloudflare/api";
import { Api } from "../../../lab/plugins/kubernetes/api";
import { KubeClient } from "../../../lab/plugins/kubernetes/client";
import { parseKubeconfig } from "../../../lab/plugins/kubernetes/kubeconfig";
import { KubernetesPlugin } from "../../../lab/plugins/kubernetes/plugin";
import type { Properties } from "../../../lab/plugins/shared/values";
import { FakeCloudflare } from "../../lab/plugins/cloudflare/fake-api";
import { FakeKubernetes } from "../../lab/plugins/kubernetes/fake-api";

const resource = (type: string, inputs: Properties): RecordedState => ({
  urn: `urn:pulumi:lab::hearth::${type}::one`,
  type,
  inputs,
});

describe("an object of the cluster", () => {
  let fake: FakeKubernetes;
  let api: Api;
  beforeEach(async () => {
    fake = await FakeKubernetes.start();
    api = new Api(new KubeClient(parseKubeconfig(fake.kubeconfig)));
  });
  afterEach(() => fake.stop());

  const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
  const unscoped = { apiVersion: "v1", kind: "Namespace", metadata: { name: "app" } };
  const namespaced = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "one", namespace: "app" },
    data: { a: "1" },
  };
  const idOf = (type: string, inputs: Properties) => kubernetesIds(api)(resource(type, inputs));
  const apply = async (inputs: typeof namespaced | typeof unscoped, manager: string) => {
    const kind = await api.kind(inputs.apiVersion, inputs.kind);
    const { name, namespace = "" } = inputs.metadata as { name: string; namespace?: string };
    await api.apply({ kind, namespace, name }, inputs, { manager });
  };

  it("is found if the engine made it", async () => {
    expect(await idOf(CONFIG_MAP, namespaced)).toBeUndefined();
    const plugin = new KubernetesPlugin();
    plugin.configure({ values: { kubeconfig: fake.kubeconfig }, secrets: [] });
    const call = {
      ...resource(CONFIG_MAP, namespaced),
      signal: new AbortController().signal,
      status: () => undefined,
    };
    const inputs = { values: namespaced, secrets: [] };
    const { id } = await plugin.create(call, inputs, { preview: false });
    expect(await idOf(CONFIG_MAP, namespaced)).toBe(id);
  });

  it("is found without a namespace, and without any field", async () => {
    await apply(unscoped, "pulumi-kubernetes-01234567");
    expect(await idOf("kubernetes:core/v1:Namespace", unscoped)).toBe("app");
  });

  it("is left alone if somebody else made it", async () => {
    await apply(namespaced, "kubectl");
    expect(await idOf(CONFIG_MAP, namespaced)).toBeUndefined();
  });

  it("is not looked for where its kind is not there, where it is a patch, or without a name", async () => {
    await apply(namespaced, "pulumi-kubernetes-01234567");
    const pool = { ...namespaced, apiVersion: "cilium.io/v2", kind: "Pool" };
    expect(await idOf("kubernetes:cilium.io/v2:Pool", pool)).toBeUndefined();
    expect(await idOf(`${CONFIG_MAP}Patch`, namespaced)).toBeUndefined();
    expect(await idOf(CONFIG_MAP, { ...namespaced, metadata: {} })).toBeUndefined();
  });
});

describe("an object of Cloudflare", () => {
  let fake: FakeCloudflare;
  beforeEach(async () => {
    fake = await FakeCloudflare.start("right");
  });
  afterEach(() => fake.stop());

  it("is found by what names it", async () => {
    const TUNNEL = "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared";
    const api = new CloudflareApi("right", fake.baseUrl);
    const tunnel = { accountId: "a", name: "home" };
    const idOf = cloudflareIds(api);
    expect(await idOf(resource(TUNNEL, tunnel))).toBeUndefined();
    const made = (await api.call("post", "/accounts/a/cfd_tunnel", { name: "home" })) as {
      id: string;
    };
    expect(await idOf(resource(TUNNEL, tunnel))).toBe(made.id);
    expect(await idOf(resource(TUNNEL, { ...tunnel, name: "other" }))).toBeUndefined();
    // The rules of a tunnel are a part of it: they are written, not created.
    const RULES =
      "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig";
    const rules = resource(RULES, { accountId: "a", tunnelId: made.id });
    expect(await idOf(rules)).toBeUndefined();
  });
});
