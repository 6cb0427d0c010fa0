import { gateProvider } from "../../provider/gate-provider";
import { fakeApi, kubeconfigOf, node, type FakeApi } from "./fake-api";

const urn = (type: string) =>
  `urn:pulumi:lab::hearth::hearth:cluster:ClusterAccess$hearth:gates:${type}::${type}-1`;

let api: FakeApi;
let lines: string[];
beforeEach(async () => {
  api = await fakeApi();
  lines = [];
});
afterEach(() => api.close());

/** Answers what `later` says once a status line holds `text`: the world moves on. */
function provider(text?: string, later?: () => void) {
  return gateProvider((_urn, line) => {
    lines.push(line);
    if (text !== undefined && line.includes(text)) later?.();
  });
}

function create(one: ReturnType<typeof gateProvider>, type: string, rest: object) {
  if (one.create === undefined) throw new Error("no create");
  return one.create(urn(type), { kubeconfig: api.kubeconfig, timeout: "30s", ...rest });
}

describe("ApiReady", () => {
  test("waits for /readyz and names the checks that fail", async () => {
    api.answer("/readyz", { status: 500, body: "[+]ping ok\n[-]etcd failed: reason withheld\n" });
    const gate = provider("etcd", () => {
      api.answer("/readyz", { status: 200, body: "ok" });
    });
    const { id, outs } = (await create(gate, "ApiReady", {})) as { id: string; outs: unknown };
    expect(id).toBe("ApiReady-1");
    expect(lines).toEqual(["waiting for the Kubernetes API: etcd"]);
    expect(api.requests).toEqual(["/readyz?verbose", "/readyz?verbose"]);
    expect(JSON.stringify(outs)).not.toContain(api.secret);
  });

  test("gives up in time with the last answer and where to look", async () => {
    api.answer("/readyz", { status: 503, body: "starting" });
    await expect(create(provider(), "ApiReady", { timeout: "1s" })).rejects.toThrow(
      /^gave up after 1 s waiting for the Kubernetes API: https:\/\/127\.0\.0\.1:\d+ answers 503\. Look at `talosctl services`/,
    );
  });

  test("an API that is not there is waited for, not a failure", async () => {
    const { kubeconfig } = api;
    await api.close();
    await expect(create(provider(), "ApiReady", { kubeconfig, timeout: "1s" })).rejects.toThrow(
      /does not answer \(ECONNREFUSED\)/,
    );
  });

  test("an API with another cluster's certificate is not taken for ready", async () => {
    const other = await fakeApi();
    api.answer("/readyz", { status: 200, body: "ok" });
    const port = /127\.0\.0\.1:(\d+)/.exec(api.kubeconfig)?.[1] ?? "";
    const foreign = other.kubeconfig.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`);
    await other.close();
    await expect(
      create(provider(), "ApiReady", { kubeconfig: foreign, timeout: "1s" }),
    ).rejects.toThrow(/does not answer \([A-Z_]*(?:SIGNATURE|SELF_SIGNED|LEAF)[A-Z_]*\)/);
    expect(api.requests).toEqual([]);
  });
});

test("NodesReady waits for every named node and says which are missing and why", async () => {
  const steps: [string, unknown[]][] = [
    [
      "b (not registered)",
      [node("a", "True", "KubeletReady"), node("b", "False", "KubeletNotReady")],
    ],
    ["b (KubeletNotReady)", [node("a", "True", "KubeletReady"), node("b", "True", "KubeletReady")]],
  ];
  api.answer("/api/v1/nodes", {
    status: 200,
    body: { items: [node("a", "True", "KubeletReady")] },
  });
  const gate = gateProvider((_urn, line) => {
    lines.push(line);
    const next = steps.find(([text]) => line.includes(text));
    if (next !== undefined) api.answer("/api/v1/nodes", { status: 200, body: { items: next[1] } });
  });
  const { outs } = (await create(gate, "NodesReady", { subjects: ["a", "b"] })) as {
    outs: unknown;
  };
  expect(lines).toEqual([
    "waiting for 2 nodes to be Ready: b (not registered)",
    "waiting for 2 nodes to be Ready: b (KubeletNotReady)",
  ]);
  expect(outs).toEqual({ subjects: ["a", "b"], timeout: "30s" });
});

test("CephHealthy waits for HEALTH_OK and names the failing checks", async () => {
  const path = "/apis/ceph.rook.io/v1/namespaces/rook-ceph/cephclusters/rook-ceph";
  const status = (ceph: object) => ({ status: 200, body: { status: { ceph } } });
  api.answer(path, status({ health: "HEALTH_WARN", details: { OSD_DOWN: {} } }));
  const gate = provider("OSD_DOWN", () => {
    api.answer(path, status({ health: "HEALTH_OK" }));
  });
  await create(gate, "CephHealthy", { subjects: ["rook-ceph/rook-ceph"] });
  expect(lines).toEqual([
    "waiting for Ceph rook-ceph/rook-ceph to be HEALTH_OK: rook-ceph/rook-ceph is HEALTH_WARN (OSD_DOWN)",
  ]);
});

test("many missing nodes are one line", async () => {
  api.answer("/api/v1/nodes", { status: 200, body: { items: [] } });
  const subjects = Array.from({ length: 40 }, (_, index) => `node-${String(index)}`);
  await expect(create(provider(), "NodesReady", { subjects, timeout: "1s" })).rejects.toThrow(
    "node-4 (not registered) and 35 more",
  );
});

describe("diff and update", () => {
  const olds = { subjects: ["a", "b"], timeout: "30s" };
  const diff = (news: object) =>
    provider().diff?.("id", urn("NodesReady"), olds, { kubeconfig: "new", ...news });

  test.each([
    ["another kubeconfig", olds, false],
    ["another order", { ...olds, subjects: ["b", "a"] }, false],
    ["a further node", { ...olds, subjects: ["a", "b", "c"] }, true],
    ["another limit", { ...olds, timeout: "1m" }, true],
  ])("%s", async (_what, news, changes) => {
    await expect(diff(news)).resolves.toEqual({ changes, replaces: [] });
  });

  test("waits again only for other subjects", async () => {
    api.answer("/api/v1/nodes", {
      status: 200,
      body: { items: [node("a", "True", "KubeletReady")] },
    });
    const one = provider();
    const update = (news: object) =>
      one.update?.("id", urn("NodesReady"), olds, { kubeconfig: api.kubeconfig, ...news });
    await update({ ...olds, timeout: "1m" });
    expect(api.requests).toEqual([]);
    await update({ subjects: ["a"], timeout: "30s" });
    expect(api.requests).toEqual(["/api/v1/nodes"]);
  });
});

test("a wait ends when the engine cancels", async () => {
  api.answer("/readyz", { status: 503, body: "" });
  const one = provider("503", () => void one.cancel?.());
  await expect(create(one, "ApiReady", {})).rejects.toThrow(/^stopped while waiting/);
});

test.each([
  ["a kubeconfig that is none", { kubeconfig: ": : :" }, "the kubeconfig is not YAML"],
  ["one without a server", { kubeconfig: "{}" }, "the kubeconfig names no server"],
])("%s fails at once and is not quoted", async (_what, inputs, message) => {
  await expect(create(provider(), "ApiReady", inputs)).rejects.toThrow(message);
});

test("check names the property", async () => {
  const failures = async (type: string, news: object) =>
    (await provider().check?.(urn(type), {}, news))?.failures;
  await expect(failures("NodesReady", { timeout: "soon", subjects: "a" })).resolves.toEqual([
    { property: "timeout", reason: 'is not a duration; write it like "15m"' },
    { property: "kubeconfig", reason: "is missing" },
    { property: "subjects", reason: "is not a list of names" },
  ]);
  await expect(failures("Unheard", { kubeconfig: "x", timeout: "1s" })).resolves.toEqual([
    { property: "", reason: "the hearth provider has no resource hearth:gates:Unheard" },
  ]);
});

test("the fake API turns away a client that is not its own", async () => {
  const strangers = await fakeApi();
  const [, cert = "", key = ""] =
    /client-certificate-data: (\S+), client-key-data: (\S+)}}/.exec(strangers.kubeconfig) ?? [];
  const ca = /certificate-authority-data: (\S+?)}}/.exec(api.kubeconfig)?.[1] ?? "";
  const server = /server: "([^"]+)"/.exec(api.kubeconfig)?.[1] ?? "";
  await strangers.close();
  const decode = (text: string) => Buffer.from(text, "base64").toString();
  const kubeconfig = kubeconfigOf(server, decode(ca), decode(cert), decode(key));
  api.answer("/readyz", { status: 200, body: "ok" });
  await expect(create(provider(), "ApiReady", { kubeconfig, timeout: "1s" })).rejects.toThrow(
    /does not answer/,
  );
});
