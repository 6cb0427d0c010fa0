import type { KubeObject } from "../../../lab/kubernetes/client";
import {
  attach,
  granted,
  hostsOn,
  matchesHost,
  ruleFor,
  type Listener,
} from "../../../lab/world/gateway-api";

const gateway = (...listeners: Partial<Listener>[]): KubeObject => ({
  metadata: { name: "internal", namespace: "network" },
  spec: {
    listeners: listeners.map((each) => ({
      name: "https",
      port: 443,
      protocol: "HTTPS",
      allowedRoutes: { namespaces: { from: "All" } },
      ...each,
    })),
  },
});

const route = (spec: object = {}, kind = "HTTPRoute"): KubeObject => ({
  kind,
  metadata: { name: "app", namespace: "media" },
  spec: { hostnames: ["app.example.com"], ...spec },
});

const parent = { name: "internal", namespace: "network" };
const names = (result: ReturnType<typeof attach>): unknown =>
  typeof result === "string" ? result : result.map(({ name }) => name);

describe("attaching a route", () => {
  it.each<[string, ReturnType<typeof gateway>, KubeObject, object, unknown]>([
    [
      "by name of the listener",
      gateway({ name: "http", protocol: "HTTP" }, {}),
      route(),
      { sectionName: "https" },
      ["https"],
    ],
    [
      "to every listener that fits",
      gateway({ name: "http", protocol: "HTTP" }, {}),
      route(),
      {},
      ["http", "https"],
    ],
    ["to none of that name", gateway({}), route(), { sectionName: "web" }, "NoMatchingParent"],
    ["to none of that port", gateway({}), route(), { port: 80 }, "NoMatchingParent"],
    ["of another namespace", gateway({ allowedRoutes: {} }), route(), {}, "NotAllowedByListeners"],
    ["of another protocol", gateway({ protocol: "TCP" }), route(), {}, "NotAllowedByListeners"],
    [
      "of another kind",
      gateway({ allowedRoutes: { kinds: [{ kind: "GRPCRoute" }] } }),
      route(),
      {},
      "NotAllowedByListeners",
    ],
    ["with a host of the wildcard", gateway({ hostname: "*.example.com" }), route(), {}, ["https"]],
    [
      "with no common host",
      gateway({ hostname: "*.example.org" }),
      route(),
      {},
      "NoMatchingListenerHostname",
    ],
  ])("%s", (_name, target, object, reference, expected) => {
    expect(names(attach(object, { ...parent, ...reference }, target, {}))).toEqual(expected);
  });

  it("looks at the labels of the namespace where the listener selects by them", () => {
    const selector = { matchLabels: { tier: "public" } };
    const target = gateway({ allowedRoutes: { namespaces: { from: "Selector", selector } } });
    expect(names(attach(route(), parent, target, { tier: "public" }))).toEqual(["https"]);
    expect(attach(route(), parent, target, {})).toBe("NotAllowedByListeners");
  });
});

it("narrows a wildcard route to the listener's host", () => {
  const [listener] = (gateway({ hostname: "a.example.com" }).spec as { listeners: Listener[] })
    .listeners;
  expect(hostsOn(listener as Listener, route({ hostnames: ["*.example.com"] }))).toEqual([
    "a.example.com",
  ]);
});

it.each([
  ["*.example.com", "a.example.com", true],
  ["*.example.com", "a.b.example.com", true],
  ["*.example.com", "example.com", false],
  ["*.example.com", "aexample.com", false],
])("%s covers %s: %s", (pattern, host, expected) => {
  expect(matchesHost(pattern, host)).toBe(expected);
});

describe("choosing a rule", () => {
  const rules = [
    { matches: [{ path: { type: "PathPrefix", value: "/" } }], backendRefs: [{ name: "web" }] },
    { matches: [{ path: { type: "PathPrefix", value: "/api" } }], backendRefs: [{ name: "api" }] },
    {
      matches: [{ path: { type: "Exact", value: "/api/health" } }],
      backendRefs: [{ name: "health" }],
    },
    { matches: [{ method: "POST", path: { value: "/api" } }], backendRefs: [{ name: "writer" }] },
  ];
  it.each([
    ["GET", "/", "web"],
    ["GET", "/apiary", "web"],
    ["GET", "/api/x?y=1", "api"],
    ["GET", "/api/health", "health"],
    ["POST", "/api/x", "writer"],
  ])("%s %s goes to %s", (method, path, backend) => {
    const rule = ruleFor(route({ rules }), { method, path, headers: {} });
    expect(rule?.backendRefs?.[0]?.name).toBe(backend);
  });

  it("takes none where a header is missing", () => {
    const strict = [{ matches: [{ headers: [{ name: "X-Key", value: "1" }] }] }];
    const asked = { method: "GET", path: "/" };
    expect(ruleFor(route({ rules: strict }), { ...asked, headers: {} })).toBeUndefined();
    expect(
      ruleFor(route({ rules: strict }), { ...asked, headers: { "x-key": "1" } }),
    ).toBeDefined();
  });
});

it("needs a ReferenceGrant to refer to another namespace", () => {
  const from = { group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "media" };
  const to = { group: "", kind: "Service", namespace: "apps", name: "app" };
  const grant = (name?: string): KubeObject => ({
    metadata: { name: "g", namespace: "apps" },
    spec: { from: [from], to: [{ group: "", kind: "Service", ...(name ? { name } : {}) }] },
  });
  expect(granted(from, { ...to, namespace: "media" }, [])).toBe(true);
  expect(granted(from, to, [])).toBe(false);
  expect(granted(from, to, [grant()])).toBe(true);
  expect(granted(from, to, [grant("other")])).toBe(false);
});
