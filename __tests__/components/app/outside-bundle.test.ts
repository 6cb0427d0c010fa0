import { appBundle } from "../../../components/app/bundle";
import { resolveText } from "../../../components/app/text";
import { record } from "../../../components/contracts/object";
import { envoyGatewayBundle } from "../../../components/network/envoy-gateway";
import { outsideAppSchema, type OutsideAppInput } from "../../../spec/app/app";
import { showroom } from "../../support/showroom";
import { validateObject } from "../../support/validate-object";
import { bundleOf, names, object } from "./support";

/** What a stack makes of a printer with this backend. */
function printer(backend: OutsideAppInput["backend"]) {
  const app = outsideAppSchema.parse({
    name: "printer",
    category: "home-automation",
    description: "A printer",
    backend,
    routes: { web: { gateway: "internal", host: "printer" } },
  });
  const spec = showroom({});
  const bundle = appBundle({ ...spec, apps: { ...spec.apps, printer: app } }, app);
  for (const one of bundle.objects ?? []) expect(() => validateObject(one)).not.toThrow();
  return { bundle, app, backend: object(bundle, "Backend")["spec"] };
}

describe("a host outside of the cluster", () => {
  it("is a Backend with a route, and nothing else", () => {
    const { bundle, backend } = printer({ address: "192.168.0.9", port: 80 });
    expect(names(bundle)).toEqual(["Backend printer", "HTTPRoute printer-web"]);
    expect(backend).toEqual({ endpoints: [{ ip: { address: "192.168.0.9", port: 80 } }] });
    expect(bundle.namespaces).toEqual([{ name: "home-automation" }]);
    expect(bundle.provides).toEqual(["app:printer"]);
  });

  it("is what its route leads to", () => {
    const route = object(
      printer({ address: "192.168.0.9", port: 80 }).bundle,
      "HTTPRoute",
      "printer-web",
    );
    expect(record(route["spec"])["rules"]).toEqual([
      {
        matches: [{ path: { type: "PathPrefix", value: "/" } }],
        backendRefs: [
          { group: "gateway.envoyproxy.io", kind: "Backend", name: "printer", weight: 1 },
        ],
      },
    ]);
  });

  it("is looked up where it is a name, and asked for its certificate by that name", () => {
    expect(printer({ host: "printer.lan", port: 443, tls: {} }).backend).toEqual({
      endpoints: [{ fqdn: { hostname: "printer.lan", port: 443 } }],
      tls: { sni: "printer.lan", wellKnownCACertificates: "System" },
    });
  });

  it("goes unchecked only for a reason", () => {
    const tls = { unverified: "the printer signs its certificate itself" };
    expect(printer({ address: "192.168.0.9", port: 443, tls }).backend).toEqual({
      endpoints: [{ ip: { address: "192.168.0.9", port: 443 } }],
      tls: { insecureSkipVerify: true },
    });
  });

  it("is found by other apps at its own address", () => {
    const spec = showroom({});
    const { lldap } = spec.apps;
    if (lldap === undefined) throw new Error("no lldap");
    const { app } = printer({ address: "192.168.0.9", port: 443, tls: { name: "printer.lan" } });
    const apps = { ...spec.apps, printer: app };
    const text = (one: string) => resolveText({ ...spec, apps }, lldap, one);
    expect(text("{{app:printer}} {{service:printer}}")).toBe("https://192.168.0.9:443 192.168.0.9");
    expect(text("{{url:printer}}")).toBe("https://printer.example.com");
  });

  it("asks for a login like any other", () => {
    const routes = { web: { auth: "forward" } };
    const bundle = bundleOf("printer-3d", { backend: { address: "192.168.0.9" }, routes });
    const { labels } = object(bundle, "HTTPRoute", "printer-3d-web").metadata;
    expect(labels?.["hearth.dev/auth"]).toBe("forward");
  });

  it("is the only thing that Backends are switched on for", () => {
    const config = (apps: Record<string, unknown>) => {
      const values = envoyGatewayBundle(showroom(apps)).charts?.[0]?.values;
      return record(record(record(values)["config"])["envoyGateway"])["extensionApis"];
    };
    expect(config({ "printer-3d": { backend: { address: "192.168.0.9" } } })).toEqual({
      enableBackend: true,
    });
    expect(config({ whoami: {} })).toBeUndefined();
  });
});
