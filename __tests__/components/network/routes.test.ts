import { record } from "../../../components/contracts/object";
import { needsOf } from "../../../components/contracts/object-capabilities";
import { routeObjects } from "../../../components/network/routes";
import type { App } from "../../../spec/app/app";
import type { ClusterSpec } from "../../../spec/cluster";
import { validateObject } from "../../support/validate-object";
import { cluster } from "./clusters";

const app = (spec: ClusterSpec, name: string): App => {
  const found = spec.apps[name];
  if (found === undefined) throw new Error(`no app ${name}`);
  return found;
};
const service = (name: string) => ({
  name,
  namespace: "selfhosted",
  ports: [
    { name: "http", port: 8080 },
    { name: "ldap", port: 3890 },
    { name: "web", port: 17170 },
  ],
});
const routes = (spec: ClusterSpec, name: string, change: Partial<App> = {}) =>
  routeObjects(spec, { ...app(spec, name), ...change }, service(name));

describe("routeObjects", () => {
  it("makes an HTTPRoute of the gateway's HTTPS listener, published and proxied", () => {
    expect(routes(cluster("home"), "whoami")).toEqual([
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: {
          name: "whoami-web",
          namespace: "selfhosted",
          labels: {
            "app.kubernetes.io/name": "whoami",
            "external-dns.alpha.kubernetes.io/enabled": "true",
          },
          annotations: { "external-dns.alpha.kubernetes.io/cloudflare-proxied": "true" },
        },
        spec: {
          parentRefs: [
            {
              group: "gateway.networking.k8s.io",
              kind: "Gateway",
              name: "envoy-external",
              namespace: "networking",
              sectionName: "https",
            },
          ],
          hostnames: ["whoami.example.com"],
          rules: [
            {
              matches: [{ path: { type: "PathPrefix", value: "/" } }],
              backendRefs: [{ group: "", kind: "Service", name: "whoami", port: 8080, weight: 1 }],
            },
          ],
        },
      },
    ]);
  });

  const withRoute = (more: object) =>
    routes(cluster("home"), "whoami", {
      routes: {
        web: {
          protocol: "HTTP",
          path: "/",
          auth: "none",
          gateway: "external",
          host: "web",
          ...more,
        },
      },
    })[0];
  const rulesOf = (more: object) => {
    const object = withRoute(more);
    if (object === undefined) throw new Error("no route");
    expect(() => validateObject(object)).not.toThrow();
    return record(object["spec"])["rules"];
  };
  const whoami = [{ group: "", kind: "Service", name: "whoami", port: 8080, weight: 1 }];
  const prefix = (value: string) => [{ path: { type: "PathPrefix", value } }];

  it("treats longer paths of a host otherwise, to another port where they say so", () => {
    const paths = {
      "/streams": { filters: { requestHeaders: { remove: ["Range"] } } },
      "/admin": { port: "web" },
    };
    expect(rulesOf({ paths })).toEqual([
      { matches: prefix("/"), backendRefs: whoami },
      {
        matches: prefix("/streams"),
        filters: [{ type: "RequestHeaderModifier", requestHeaderModifier: { remove: ["Range"] } }],
        backendRefs: whoami,
      },
      { matches: prefix("/admin"), backendRefs: [{ ...whoami[0], port: 17170 }] },
    ]);
  });

  it("changes headers of requests and responses, host and path, in every rule", () => {
    const filters = {
      requestHeaders: { set: { "X-From": "home" }, add: { Via: "gateway" } },
      responseHeaders: { remove: ["Server"] },
      rewrite: { host: "inside.example.com", prefix: "/v2" },
    };
    const expected = [
      {
        type: "RequestHeaderModifier",
        requestHeaderModifier: {
          set: [{ name: "X-From", value: "home" }],
          add: [{ name: "Via", value: "gateway" }],
        },
      },
      { type: "ResponseHeaderModifier", responseHeaderModifier: { remove: ["Server"] } },
      {
        type: "URLRewrite",
        urlRewrite: {
          hostname: "inside.example.com",
          path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/v2" },
        },
      },
    ];
    expect(rulesOf({ filters, paths: { "/api": {} } })).toEqual([
      { matches: prefix("/"), filters: expected, backendRefs: whoami },
      { matches: prefix("/api"), filters: expected, backendRefs: whoami },
    ]);
  });

  it("redirects instead of asking the app", () => {
    const redirect = { scheme: "https", host: "new", path: "/start", status: 301 };
    expect(rulesOf({ filters: { redirect } })).toEqual([
      {
        matches: prefix("/"),
        filters: [
          {
            type: "RequestRedirect",
            requestRedirect: {
              scheme: "https",
              hostname: "new.example.com",
              path: { type: "ReplaceFullPath", replaceFullPath: "/start" },
              statusCode: 301,
            },
          },
        ],
      },
    ]);
    const elsewhere = rulesOf({ filters: { redirect: { host: "example.org", status: 302 } } });
    expect(JSON.stringify(elsewhere)).toContain('"hostname":"example.org"');
  });

  it("makes a TCPRoute of its own listener, whose host stands in an annotation", () => {
    const [ldap, web] = routes(cluster("home"), "ldap");
    expect(ldap).toMatchObject({
      kind: "TCPRoute",
      metadata: {
        name: "ldap",
        labels: { "external-dns.alpha.kubernetes.io/enabled": "true" },
        annotations: {
          "external-dns.alpha.kubernetes.io/hostname": "ldap.example.com",
          "external-dns.alpha.kubernetes.io/cloudflare-proxied": "false",
        },
      },
      spec: {
        parentRefs: [{ name: "envoy-internal", sectionName: "tcp-389" }],
        rules: [{ backendRefs: [{ port: 3890 }] }],
      },
    });
    expect(web).toMatchObject({
      metadata: {
        name: "ldap-web",
        annotations: { "external-dns.alpha.kubernetes.io/cloudflare-proxied": "false" },
      },
      spec: { hostnames: ["people.example.com"], rules: [{ backendRefs: [{ port: 17170 }] }] },
    });
  });

  it("publishes no UDP route without a host", () => {
    const [media] = routes(cluster("trio"), "voice");
    expect(media).toMatchObject({
      kind: "UDPRoute",
      metadata: { name: "voice-media", labels: { "app.kubernetes.io/name": "voice" } },
      spec: { parentRefs: [{ name: "envoy-external", sectionName: "udp-40000" }] },
    });
    expect(media?.metadata.labels).not.toHaveProperty(["external-dns.alpha.kubernetes.io/enabled"]);
    expect(media?.metadata.annotations).toBeUndefined();
  });

  it("publishes a TCP host of a public gateway only where the LAN's DNS learns it", () => {
    const route = { protocol: "TCP", gateway: "external", host: "git", listener: 22 };
    const change = { routes: { ssh: { path: "/", auth: "none", ...route } } } as Partial<App>;
    const label = ["external-dns.alpha.kubernetes.io/enabled"];
    const labels = (spec: ClusterSpec) => routes(spec, "whoami", change)[0]?.metadata.labels;
    expect(labels(cluster("home"))).not.toHaveProperty(label);
    expect(labels(cluster("trio"))).toHaveProperty(label);
  });

  it("takes the route's word on the proxy over the gateway's, and says nothing without Cloudflare", () => {
    const change = (proxied?: boolean) =>
      ({
        routes: {
          web: {
            path: "/",
            auth: "none",
            protocol: "HTTP",
            gateway: "external",
            host: "@",
            proxied,
          },
        },
      }) as Partial<App>;
    const [grey] = routes(cluster("home"), "whoami", change(false));
    expect(grey?.metadata.annotations).toEqual({
      "external-dns.alpha.kubernetes.io/cloudflare-proxied": "false",
    });
    expect(grey).toMatchObject({ spec: { hostnames: ["example.com"] } });
    const lab = cluster("lab", { apps: { whoami: {} } });
    expect(routes(lab, "whoami")[0]?.metadata.annotations).toBeUndefined();
  });

  it("needs the gateway that it attaches to", () => {
    const [route] = routes(cluster("home"), "whoami");
    expect(route && needsOf(route)).toContain("gateway:envoy-external");
  });

  it("refuses a gateway and a port that are not there", () => {
    const spec = cluster("home");
    const route = { path: "/", auth: "none", protocol: "HTTP", host: "x" };
    const at = (change: object) =>
      ({ routes: { web: { ...route, gateway: "external", ...change } } }) as Partial<App>;
    expect(() => routes(spec, "whoami", at({ gateway: "nowhere" }))).toThrow(/no gateway nowhere/);
    expect(() => routes(spec, "whoami", at({ port: "grpc" }))).toThrow(/no port grpc/);
    expect(() => routes(spec, "whoami", at({ host: undefined }))).toThrow(/has no host/);
  });

  it("passes the schemas of the Gateway API", () => {
    const home = cluster("home");
    const objects = [
      ...routes(home, "whoami"),
      ...routes(home, "ldap"),
      ...routes(cluster("trio"), "voice"),
    ];
    expect(objects.map(({ kind }) => kind)).toEqual([
      "HTTPRoute",
      "TCPRoute",
      "HTTPRoute",
      "UDPRoute",
    ]);
    for (const object of objects) expect(() => validateObject(object)).not.toThrow();
  });
});
