import { gatusBundle } from "../../../components/monitoring/gatus";
import { gatusEndpoints } from "../../../components/monitoring/gatus-endpoints";
import { routesOf } from "../../../spec/queries";
import { specs } from "./specs";

const endpoint = (url: string) => gatusEndpoints(specs.home).find((one) => one.url === url);

describe("gatusEndpoints", () => {
  it("asks for every HTTP route of the stack, and for nothing else", () => {
    for (const spec of Object.values(specs)) {
      const hosts = routesOf(spec)
        .filter(({ route }) => route.protocol === "HTTP")
        .map(({ host }) => host);
      expect(gatusEndpoints(spec).map(({ url }) => new URL(url).host)).toEqual(hosts);
    }
  });

  it("has every name once in its group", () => {
    for (const spec of Object.values(specs)) {
      const keys = gatusEndpoints(spec).map(({ group, name }) => `${group} ${name}`);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it("resolves names as those who use them do", () => {
    expect(endpoint("https://grafana.example.com/")).toMatchObject({
      name: "grafana",
      group: "external",
      client: { "dns-resolver": "udp://1.1.1.1:53" },
    });
    expect(endpoint("https://prometheus.example.com/")).toMatchObject({
      group: "internal",
      client: { "dns-resolver": "udp://192.168.0.1:53" },
    });
  });

  it("asks the nodes' name server where the spec names one", () => {
    const spec = {
      ...specs.home,
      network: { ...specs.home.network, nameservers: ["192.168.0.53"] },
    };
    const found = gatusEndpoints(spec).find(({ group }) => group === "internal");
    expect(found?.client["dns-resolver"]).toBe("udp://192.168.0.53:53");
  });

  it("holds an app with a health page to it, and any other to an answer", () => {
    expect(endpoint("https://sonarr.example.com/ping")?.conditions[0]).toBe("[STATUS] == 200");
    expect(endpoint("https://grafana.example.com/")?.conditions[0]).toBe("[STATUS] < 500");
  });

  it("watches certificates that somebody else signs", () => {
    const watched = (spec: (typeof specs)["home"]) =>
      gatusEndpoints(spec).every(({ conditions }) =>
        conditions.includes("[CERTIFICATE_EXPIRATION] > 72h"),
      );
    expect(watched(specs.home)).toBe(true);
    expect(watched(specs.lab)).toBe(false);
  });
});

describe("gatus", () => {
  const deployment = (spec: (typeof specs)["home"]) =>
    gatusBundle(spec).objects?.find(({ kind }) => kind === "Deployment");

  it("keeps its history on a volume", () => {
    const kinds = gatusBundle(specs.home).objects?.map(({ kind }) => kind);
    expect(kinds).toEqual(["ConfigMap", "PersistentVolumeClaim", "Deployment", "Service"]);
    expect(JSON.stringify(deployment(specs.home))).toContain('"claimName":"gatus"');
  });

  it("keeps it for its pod's life where the stack has no volumes", () => {
    const spec = { ...specs.home, storageClasses: [] };
    expect(gatusBundle(spec).objects?.map(({ kind }) => kind)).not.toContain(
      "PersistentVolumeClaim",
    );
    expect(JSON.stringify(deployment(spec))).toContain('"emptyDir":{}');
  });

  it("starts anew when a route changes", () => {
    const hash = (spec: (typeof specs)["home"]) =>
      /"hearth.dev\/config-hash":"(\w+)"/.exec(JSON.stringify(deployment(spec)))?.[1];
    expect(hash(specs.home)).toBe(hash(specs.home));
    expect(hash({ ...specs.home, domain: "example.org" })).not.toBe(hash(specs.home));
  });

  it("trusts the lab's own certificates", () => {
    const config = (spec: (typeof specs)["home"]) => JSON.stringify(gatusBundle(spec).objects?.[0]);
    expect(config(specs.lab)).toContain("insecure");
    expect(config(specs.home)).not.toContain("insecure");
  });
});
