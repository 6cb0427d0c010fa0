import { appBundle } from "../../../components/app/bundle";
import { list, record } from "../../../components/contracts/object";
import { itemsOf } from "../../../components/contracts/order";
import { isImageApp, type App } from "../../../spec/app/app";
import { bundle, config, object, specs } from "./parts";

const { home } = specs;

describe("forward-auth", () => {
  it("guards every route that asks for it, and no other", () => {
    const { objects = [] } = bundle(home, "forward-auth");
    const guarded = objects
      .filter(({ kind }) => kind === "SecurityPolicy")
      .flatMap((policy) =>
        list(record(policy["spec"])["targetRefs"])
          .map(record)
          .map(({ name }) => `${String(policy.metadata.namespace)}/${String(name)}`),
      );
    const asked = Object.values(home.apps).flatMap((app) =>
      Object.entries(app.routes).flatMap(([key, { auth }]) =>
        auth === "forward" ? [`${app.category}/${app.name}-${key}`] : [],
      ),
    );
    expect(asked.length).toBeGreaterThan(3);
    expect([...guarded].sort()).toEqual([...asked].sort());
  });

  it("may refer to Authelia from every namespace that it is in", () => {
    const { objects = [] } = bundle(home, "forward-auth");
    const policies = objects.filter(({ kind }) => kind === "SecurityPolicy");
    const grant = object(bundle(home, "forward-auth"), "ReferenceGrant", "forward-auth");
    expect(grant.metadata.namespace).toBe("security");
    expect(
      list(record(grant["spec"])["from"])
        .map(record)
        .map(({ namespace }) => namespace),
    ).toEqual(policies.map(({ metadata }) => metadata.namespace));
  });

  it("is there before a route that asks for it opens", () => {
    const app = home.apps["zigbee2mqtt"];
    if (app === undefined || !isImageApp(app)) throw new Error("no such app");
    const routes = itemsOf(appBundle(home, app)).filter(
      ({ part }) => part.type === "object" && part.object.kind === "HTTPRoute",
    );
    expect(routes.length).toBeGreaterThan(0);
    const guard = "object:SecurityPolicy/home-automation/forward-auth";
    for (const { needs } of routes) expect(needs).toContain(guard);
    expect(itemsOf(bundle(home, "forward-auth")).flatMap(({ provides }) => provides)).toContain(
      guard,
    );
  });

  it("lets in by group where the app names groups, and under its path alone", () => {
    const zigbee = home.apps["zigbee2mqtt"];
    if (zigbee === undefined) throw new Error("no such app");
    const guarded = {
      ...zigbee,
      identity: { groups: ["admins", "people"] },
      routes: { web: { ...Object.values(zigbee.routes)[0], path: "/a.b/" } },
    } as App;
    const spec = { ...home, apps: { ...home.apps, zigbee2mqtt: guarded } };
    expect(list(record(config(spec)["access_control"])["rules"])).toContainEqual({
      domain: [`zigbee.${home.domain}`],
      resources: ["^/a\\.b([/?].*)?$"],
      subject: [["group:admins"], ["group:people"]],
      policy: "one_factor",
    });
  });

  it("lets nobody in where no rule says so", () => {
    const control = record(config(home)["access_control"]);
    expect(control["default_policy"]).toBe("deny");
    expect(list(control["rules"])).toContainEqual({
      domain: [`zigbee.${home.domain}`],
      policy: "one_factor",
    });
  });

  it("admits the proxies of the gateways that ask", () => {
    const policy = object(bundle(home, "authelia"), "NetworkPolicy", "authelia-forward-auth");
    expect(JSON.stringify(policy)).toContain(
      '"gateway.envoyproxy.io/owning-gateway-name":"envoy-internal"',
    );
  });
});
