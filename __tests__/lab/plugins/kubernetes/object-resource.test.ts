import { KubernetesPlugin } from "../../../../lab/plugins/kubernetes/plugin";
import { InitError } from "../../../../lab/plugins/shared/errors";
import type { Call } from "../../../../lab/plugins/shared/plugin";
import type { Bag, Properties } from "../../../../lab/plugins/shared/values";
import { UNKNOWN, asObject } from "../../../../lab/plugins/shared/values";
import { FakeKubernetes } from "./fake-api";

let fake: FakeKubernetes;
let plugin: KubernetesPlugin;

beforeEach(async () => {
  fake = await FakeKubernetes.start();
  plugin = new KubernetesPlugin();
  plugin.configure(bag({ kubeconfig: fake.kubeconfig }));
});
afterEach(() => fake.stop());

const bag = (values: Properties, ...secrets: string[][]): Bag => ({ values, secrets });
const statuses: string[] = [];
const call = (type: string, name = "one"): Call => ({
  urn: `urn:pulumi:dev::test::${type}::${name}`,
  type,
  signal: new AbortController().signal,
  status: (message) => statuses.push(message),
});
const real = { preview: false };

const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const PATH = "/api/v1/namespaces/app/configmaps/one";
const configMap = (data: Properties = { a: "1" }): Properties => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "one", namespace: "app" },
  data,
});

describe("create", () => {
  it("applies the object and gives its id and state without managed fields", async () => {
    const made = await plugin.create(call(CONFIG_MAP), bag(configMap()), real);
    expect(made.id).toBe("app/one");
    expect(made.outputs.values).toMatchObject({ data: { a: "1" }, metadata: { uid: "uid-1" } });
    expect(asObject(made.outputs.values["metadata"])).not.toHaveProperty("managedFields");
  });

  it("refuses an object that somebody else made", async () => {
    await plugin.create(call(CONFIG_MAP, "other"), bag(configMap()), real);
    await expect(plugin.create(call(CONFIG_MAP), bag(configMap()), real)).rejects.toThrow(
      "ConfigMap app/one: already exists and was not made by this resource",
    );
  });

  it("goes on with an object that the same resource made before a crash", async () => {
    await plugin.create(call(CONFIG_MAP), bag(configMap({ a: "0" })), real);
    const made = await plugin.create(call(CONFIG_MAP), bag(configMap()), real);
    expect(made.outputs.values).toMatchObject({ data: { a: "1" } });
    expect(fake.objects.size).toBe(1);
  });

  it("goes on with one of which it gave no field, so that the API does not know whose it is", async () => {
    const account = call("kubernetes:core/v1:ServiceAccount");
    const bare = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "a" } };
    await plugin.create(account, bag(bare), real);
    expect((await plugin.create(account, bag(bare), real)).id).toBe("default/a");
    expect(fake.objects.size).toBe(1);
  });

  it("refuses one without a field that somebody else gave fields", async () => {
    const type = "kubernetes:core/v1:ServiceAccount";
    const bare = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "a" } };
    const labelled = { ...bare, metadata: { name: "a", labels: { of: "other" } } };
    await plugin.create(call(type, "other"), bag(labelled), real);
    await expect(plugin.create(call(type), bag(bare), real)).rejects.toThrow("already exists");
  });

  it("touches nothing in a preview, also without a cluster", async () => {
    const unknown = new KubernetesPlugin();
    unknown.configure(bag({ kubeconfig: UNKNOWN }));
    const inputs = bag(configMap());
    for (const one of [plugin, unknown]) {
      expect(await one.create(call(CONFIG_MAP), inputs, { preview: true })).toEqual({
        id: "",
        outputs: inputs,
      });
    }
    expect(fake.requests).toEqual([]);
  });

  it("tries again after a server error and too many requests", async () => {
    fake.failures.push([503, "starting"], [429, "slow down"]);
    await plugin.create(call(CONFIG_MAP), bag(configMap()), real);
    expect(fake.objects.has(PATH)).toBe(true);
  });

  it("waits for a kind whose definition is still on its way", async () => {
    const pool = { apiVersion: "cilium.io/v2", kind: "Pool", metadata: { name: "one" } };
    const making = plugin.create(call("kubernetes:cilium.io/v2:Pool"), bag(pool), real);
    fake.kinds.push({ ...pool, plural: "pools", namespaced: false });
    expect((await making).id).toBe("one");
  });

  it("keeps a secret out of the message when the API quotes it", async () => {
    fake.failures.push([422, 'Invalid value: "hunter22"']);
    const inputs = bag(configMap({ a: "hunter22" }), ["data", "a"]);
    await expect(plugin.create(call(CONFIG_MAP), inputs, real)).rejects.toThrow(
      'Invalid value: "[secret]"',
    );
  });
});

describe("waiting", () => {
  const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
  const path = "/apis/apps/v1/namespaces/app/deployments/one";
  const deployment = (annotations: Properties = {}): Properties => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "one", namespace: "app", annotations },
    spec: { replicas: 1 },
  });
  const available = {
    status: { observedGeneration: 1, updatedReplicas: 1, availableReplicas: 1, replicas: 1 },
  };

  it("ends as soon as the watch shows that the object is ready", async () => {
    fake.react = () => setTimeout(() => fake.change(path, available), 50);
    const made = await plugin.create(call(DEPLOYMENT), bag(deployment()), real);
    expect(made.outputs.values).toMatchObject(available);
    expect(statuses).toContain("waiting for the controller to see the change");
  });

  it("that takes too long says what for, and leaves the object in the state", async () => {
    const inputs = bag(deployment({ "pulumi.com/timeoutSeconds": "0.2" }));
    const error: unknown = await plugin.create(call(DEPLOYMENT), inputs, real).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InitError);
    const { id, reasons, outputs } = error as InitError;
    expect(id).toBe("app/one");
    expect(reasons).toEqual([
      "Deployment app/one: still waiting for the controller to see the change after 0 s",
    ]);
    expect(outputs.values).toMatchObject({ kind: "Deployment", spec: { replicas: 1 } });
  });

  it("ends when the engine cancels", async () => {
    const cancel = new AbortController();
    const waiting = plugin.create(
      { ...call(DEPLOYMENT), signal: cancel.signal },
      bag(deployment()),
      real,
    );
    fake.react = () => setTimeout(() => cancel.abort(), 50);
    await expect(waiting).rejects.toThrow("cancelled while waiting for the controller");
  });
});

describe("diff", () => {
  it("of equal inputs asks the cluster nothing", async () => {
    const same = bag(configMap());
    const { changes } = await plugin.diff(call(CONFIG_MAP), "app/one", same, same, same);
    expect(changes).toEqual([]);
    expect(fake.requests).toEqual([]);
  });

  it("replaces for what the API alone knows to be immutable", async () => {
    const old = bag({ ...configMap(), spec: { a: 1 } });
    const made = await plugin.create(call(CONFIG_MAP), old, real);
    fake.failures.push([422, "spec.a: Invalid value: field is immutable"]);
    const news = bag({ ...configMap(), spec: { a: 2 } });
    const difference = await plugin.diff(call(CONFIG_MAP), made.id, old, made.outputs, news);
    expect(difference).toMatchObject({
      replaces: [{ path: ["spec", "a"], kind: "update" }],
      deleteBeforeReplace: true,
    });
  });

  it("compares inputs alone when the cluster cannot be reached", async () => {
    const old = bag({ ...configMap(), spec: { a: 1 } });
    await fake.stop();
    const news = bag({ ...configMap(), spec: { a: 2 } });
    const difference = await plugin.diff(call(CONFIG_MAP), "app/one", old, old, news);
    expect(difference).toMatchObject({ changes: [{ path: ["spec", "a"] }], replaces: [] });
    fake = await FakeKubernetes.start();
  });
});

describe("read", () => {
  it("says that an object is gone", async () => {
    expect(await plugin.read(call(CONFIG_MAP), "app/one")).toBeUndefined();
  });

  it("imports an object that the program did not make", async () => {
    await plugin.create(call(CONFIG_MAP, "other"), bag(configMap()), real);
    const found = await plugin.read(call(CONFIG_MAP), "app/one");
    expect(found?.inputs.values).toEqual(configMap());
  });

  it("shows drift in the inputs", async () => {
    const inputs = bag(configMap());
    const { outputs } = await plugin.create(call(CONFIG_MAP), inputs, real);
    fake.change(PATH, { data: { a: "drifted" } });
    const found = await plugin.read(call(CONFIG_MAP), "app/one", { inputs, outputs });
    expect(found?.inputs.values).toEqual(configMap({ a: "drifted" }));
  });
});

describe("a patch", () => {
  const PATCH = "kubernetes:core/v1:ConfigMapPatch";

  it("of an object that does not exist is refused", async () => {
    await expect(plugin.create(call(PATCH), bag(configMap()), real)).rejects.toThrow(
      "ConfigMap app/one: does not exist, so it cannot be patched",
    );
  });

  it("leaves the object when it goes", async () => {
    await plugin.create(call(CONFIG_MAP, "owner"), bag(configMap()), real);
    const { id, outputs } = await plugin.create(call(PATCH), bag(configMap({ b: "2" })), real);
    await plugin.delete(call(PATCH), id, outputs, bag({}), {});
    expect(fake.objects.has(PATH)).toBe(true);
    expect(fake.requests.some((request) => request.startsWith("DELETE"))).toBe(false);
  });
});

describe("delete", () => {
  const held = {
    ...configMap(),
    metadata: { name: "one", namespace: "app", finalizers: ["example.com/hold"] },
  };

  it("waits until what holds the object lets it go", async () => {
    const { id, outputs } = await plugin.create(call(CONFIG_MAP), bag(held), real);
    setTimeout(() => {
      fake.objects.delete(PATH);
      fake.tell();
    }, 100);
    await plugin.delete(call(CONFIG_MAP), id, outputs, bag({}), {});
    expect(fake.objects.size).toBe(0);
  });

  it("names what holds the object when that takes too long", async () => {
    const { id, outputs } = await plugin.create(call(CONFIG_MAP), bag(held), real);
    await expect(
      plugin.delete(call(CONFIG_MAP), id, outputs, bag({}), { timeout: 100 }),
    ).rejects.toThrow(
      "ConfigMap app/one: not gone after 0 s: it is held by finalizer example.com/hold",
    );
  });

  it("removes the object, and takes one that is gone as done", async () => {
    const { id, outputs } = await plugin.create(call(CONFIG_MAP), bag(configMap()), real);
    const before = fake.requests.length;
    await plugin.delete(call(CONFIG_MAP), id, outputs, bag({}), {});
    expect(fake.requests).toHaveLength(before + 1);
    await plugin.delete(call(CONFIG_MAP), id, outputs, bag({}), {});
    expect(fake.objects.size).toBe(0);
  });
});

describe("secrets", () => {
  it("marks a Secret's data in inputs and outputs without being told", async () => {
    const type = "kubernetes:core/v1:Secret";
    const secret = { ...configMap(), kind: "Secret" };
    const { inputs } = plugin.check(call(type), bag({}), bag(secret), new Uint8Array());
    expect(inputs.secrets).toContainEqual(["data"]);
    const { outputs } = await plugin.create(call(type), inputs, real);
    expect(outputs.secrets).toContainEqual(["data"]);
  });
});

describe("check", () => {
  it("names what has no name, the same for the same seed, and keeps the name", () => {
    const metadata = { namespace: "app" };
    const nameless = bag({ ...configMap(), metadata });
    const seed = new Uint8Array([1, 2, 3]);
    const first = plugin.check(call(CONFIG_MAP), bag({}), nameless, seed).inputs;
    expect(plugin.check(call(CONFIG_MAP), bag({}), nameless, seed).inputs).toEqual(first);
    expect(asObject(first.values["metadata"])["name"]).toMatch(/^one-[0-9a-f]{8}$/);
    const later = plugin.check(call(CONFIG_MAP), first, nameless, new Uint8Array([9])).inputs;
    expect(later.values).toEqual(first.values);
  });
});
