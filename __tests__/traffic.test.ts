import type { ClusterSpec } from "../spec/cluster";
import { routesOf } from "../spec/queries";
import { loadSpec, stackNames } from "../stacks";
import { cluster } from "./components/network/clusters";
import { fromInternet, fromLan, fromLanToPort, worldOf, type World } from "./support/traffic";

const stacks = stackNames().map((name) => [name, worldOf(loadSpec(name))] as const);

/** Hosts of a world's HTTP routes, with the app behind each and whether the tunnel leads there. */
function hosts({ spec }: World) {
  const tunnel = spec.ingress.cloudflare?.tunnel?.gateway;
  return routesOf(spec).flatMap(({ app, route, host }) =>
    route.protocol === "HTTP" && host !== undefined
      ? [{ app: app.name, host, isPublic: route.gateway === tunnel }]
      : [],
  );
}

describe.each(stacks)("traffic of %s", (_name, world) => {
  it("has hosts to follow", () => {
    expect(hosts(world).length).toBeGreaterThan(0);
  });

  it("reaches every public host from the Internet, and ends at its app", () => {
    const ends = hosts(world)
      .filter(({ isPublic }) => isPublic)
      .map(({ host, app }) => [host, app, fromInternet(world, host)?.at(-1)]);
    expect(ends.filter(([, app, end]) => app !== end)).toEqual([]);
  });

  it("has no way from the Internet to any other host", () => {
    const ways = hosts(world)
      .filter(({ isPublic }) => !isPublic)
      .map(({ host }) => fromInternet(world, host))
      .filter((way) => way !== undefined);
    expect(ways).toEqual([]);
  });

  it("reaches every host from the LAN, and ends at its app", () => {
    const { ingress } = world.spec;
    const hasDns = ingress.cloudflare !== undefined || ingress.splitDns !== undefined;
    const ends = hosts(world).map(({ host, app }) => [host, app, fromLan(world, host)?.at(-1)]);
    expect(hasDns ? ends.filter(([, app, end]) => app !== end) : []).toEqual([]);
  });

  it("reaches every TCP and UDP port of an app from the LAN", () => {
    const { spec } = world;
    const ends = routesOf(spec).flatMap(({ app, route }) => {
      const address = spec.gateways[route.gateway]?.address;
      if (route.protocol === "HTTP" || route.listener === undefined || address === undefined) {
        return [];
      }
      const way = fromLanToPort(world, address, route.protocol, route.listener);
      return [[app.name, route.listener, way?.at(-1)] as const];
    });
    expect(ends.filter(([app, , end]) => app !== end)).toEqual([]);
  });
});

it("takes the Range header out of requests for Plex's subtitles, and of no other", () => {
  const trio = worldOf(loadSpec("trio"));
  const way = (path: string) => fromLan(trio, "plex.trio.example.com", path)?.slice(-3);
  expect(way("/library/streams/42")).toEqual(["without Range", "media/plex:32400", "plex"]);
  expect(way("/library/parts/42")).toEqual(["HTTPRoute plex-web", "media/plex:32400", "plex"]);
});

describe("a host outside of the cluster", () => {
  const trio = worldOf(loadSpec("trio"));

  it("is reached through the tunnel and the public gateway", () => {
    expect(fromInternet(trio, "ha.trio.example.com")?.slice(2)).toEqual([
      "envoy-external 192.168.5.241",
      "HTTPRoute home-assistant-vm-web",
      "192.168.5.12:8123",
      "home-assistant-vm",
    ]);
  });

  it("is not reached from the Internet through the private gateway", () => {
    expect(fromInternet(trio, "3dp.trio.example.com")).toBeUndefined();
    expect(fromLan(trio, "3dp.trio.example.com")?.at(-2)).toBe("192.168.5.13:80");
  });

  it("is out of reach without its Backend", () => {
    const objects = trio.objects.filter(({ kind }) => kind !== "Backend");
    expect(fromLan({ ...trio, objects }, "3dp.trio.example.com")).toBeUndefined();
  });
});

describe("the two ways into a home", () => {
  const { objects, ...rest } = worldOf(cluster("home"));
  const home: World = { ...rest, objects };
  const without = (kind: string, name: string): World => ({
    ...rest,
    objects: objects.filter((one) => one.kind !== kind || one.metadata.name !== name),
  });

  it("lead from the Internet through Cloudflare, cloudflared, nginx and the public gateway", () => {
    expect(fromInternet(home, "whoami.example.com")).toEqual([
      "dns whoami.example.com → external.example.com",
      "tunnel → https://192.168.0.231:443",
      "nginx 192.168.0.231 → 192.168.0.239",
      "envoy-external 192.168.0.239",
      "HTTPRoute whoami-web",
      "selfhosted/whoami:8080",
      "whoami",
    ]);
  });

  it("lead from LAN and VPN straight to the internal gateway", () => {
    expect(fromLan(home, "people.example.com")).toEqual([
      "dns people.example.com → internal.example.com → 192.168.0.238",
      "envoy-internal 192.168.0.238",
      "HTTPRoute ldap-web",
      "security/ldap:17170",
      "ldap",
    ]);
    expect(fromInternet(home, "people.example.com")).toBeUndefined();
  });

  it("lead straight to the gateway's Service where there is no nginx", () => {
    const trio = worldOf(cluster("trio"));
    expect(fromInternet(trio, "whoami.trio.example.com")?.slice(1, 3)).toEqual([
      "tunnel → https://envoy-external.networking.svc.cluster.local:443",
      "envoy-external 192.168.5.241",
    ]);
    expect(fromLan(trio, "whoami.trio.example.com")?.[0]).toBe(
      "dns whoami.trio.example.com → external.trio.example.com → 192.168.5.241",
    );
  });

  it.each([
    ["Deployment", "cloudflared"],
    ["Service", "nginx"],
    ["Deployment", "nginx"],
    ["Gateway", "envoy-external"],
    ["Certificate", "wildcard"],
    ["HTTPRoute", "whoami-web"],
    ["Service", "whoami"],
    ["Deployment", "whoami"],
  ])("break where the %s %s is missing", (kind, name) => {
    expect(fromInternet(without(kind, name), "whoami.example.com")).toBeUndefined();
  });

  it("break where the gateway asks for no record", () => {
    const unpublished: ClusterSpec = { ...home.spec };
    const broken: World = {
      ...rest,
      spec: unpublished,
      objects: objects.map((one) =>
        one.kind === "Gateway" ? { ...one, metadata: { ...one.metadata, labels: {} } } : one,
      ),
    };
    expect(fromInternet(broken, "whoami.example.com")).toBeUndefined();
  });
});
