import type { Bundle } from "../../../components/contracts/bundle";
import { itemsOf, order } from "../../../components/contracts/order";
import { networkBundles } from "../../../components/network";
import type { ClusterSpec } from "../../../spec/cluster";
import { loadSpec } from "../../../stacks";
import { hasSchema, validateObject } from "../../support/validate-object";
import { cluster } from "./clusters";

const names = (bundles: readonly Bundle[]) => bundles.map(({ name }) => name);
const objects = (spec: ClusterSpec) => networkBundles(spec).flatMap(({ objects = [] }) => objects);
const bgp = {
  lan: { cidr: "192.168.0.0/24", gateway: "192.168.0.1" },
  vip: "192.168.0.200",
  loadBalancer: {
    range: { start: "192.168.0.220", end: "192.168.0.239" },
    mode: "snat" as const,
    advertisement: {
      mode: "bgp" as const,
      localAsn: 64514,
      peers: [{ address: "192.168.0.1", asn: 64513 }],
    },
  },
};
const specs = {
  home: cluster("home"),
  trio: cluster("trio"),
  lab: cluster("lab"),
  bgp: cluster("home", { network: bgp }),
  "the stack home": loadSpec("home"),
  "the stack trio": loadSpec("trio"),
  "the stack lab": loadSpec("lab"),
};

/** Where a capability stands in the order in which resources are registered. */
function registered(spec: ClusterSpec): string[] {
  return order(networkBundles(spec).flatMap(itemsOf)).map(({ bundle, part }) => {
    const own =
      part.type === "object"
        ? `${part.object.kind} ${part.object.metadata.name}`
        : part.type === "secret"
          ? `Secret ${part.secret.name}`
          : part.type === "chart"
            ? `chart ${part.chart.name}`
            : `gate ${part.gate.name}`;
    return `${bundle.name}: ${own}`;
  });
}

describe("networkBundles", () => {
  it("builds what each spec asks for and nothing else", () => {
    const always = ["cilium", "load-balancer", "kubelet-csr-approver", "coredns", "metrics-server"];
    const gateways = ["cert-manager", "certificates", "envoy-gateway", "gateways"];
    expect(names(networkBundles(specs.home))).toEqual([
      ...always,
      ...gateways,
      "traffic-policies",
      "nginx",
      "cloudflared",
      "external-dns",
      "tailscale",
    ]);
    expect(names(networkBundles(specs.trio))).toEqual([
      ...always,
      "multus",
      ...gateways,
      "traffic-policies",
      "cloudflared",
      "external-dns",
      "external-dns-unifi",
      "tailscale",
    ]);
    expect(names(networkBundles(specs.lab))).toEqual([...always, ...gateways, "traffic-policies"]);
  });

  it("approves no certificates where kubelets do not rotate them", () => {
    const spec = cluster("lab", {
      kubernetes: { version: "v1.35.1", rotateServerCertificates: false },
    });
    expect(names(networkBundles(spec))).not.toContain("kubelet-csr-approver");
    const metrics = networkBundles(spec).find(({ name }) => name === "metrics-server");
    expect(metrics?.charts?.[0]?.values).toMatchObject({ args: ["--kubelet-insecure-tls"] });
  });

  it.each(Object.entries(specs))("makes only valid objects for %s", (_name, spec) => {
    for (const object of objects(spec)) expect(() => validateObject(object)).not.toThrow();
  });

  it("has no schema for the kinds that no package publishes, and for no others", () => {
    const without = Object.values(specs)
      .flatMap(objects)
      .filter((object) => !hasSchema(object))
      .map(({ kind }) => kind);
    expect([...new Set(without)].sort()).toEqual([
      "Connector",
      "DNSEndpoint",
      "NetworkAttachmentDefinition",
    ]);
  });

  it.each(Object.entries(specs))(
    "needs nothing beyond itself and namespaces in %s",
    (_name, spec) => {
      const items = networkBundles(spec).flatMap(itemsOf);
      const given = new Set(
        items.flatMap(({ provides, bundle }) => [...provides, ...(bundle.provides ?? [])]),
      );
      const declared = networkBundles(spec).flatMap(({ namespaces = [] }) =>
        namespaces.map(({ name }) => `namespace:${name}` as const),
      );
      const missing = items
        .flatMap(({ needs }) => needs)
        .filter((need) => !given.has(need) && !declared.some((one) => one === need));
      expect([...new Set(missing)]).toEqual([]);
    },
  );

  it("registers Cilium first, then the gate, then what runs on Ready nodes", () => {
    const order = registered(specs.trio);
    const at = (name: string) => {
      expect(order).toContain(name);
      return order.indexOf(name);
    };
    const gate = at("cilium: gate nodes-ready");
    expect(at("cilium: chart cilium")).toBeLessThan(gate);
    for (const later of [
      "load-balancer: CiliumLoadBalancerIPPool pool",
      "coredns: chart coredns",
      "cert-manager: chart cert-manager",
      "multus: DaemonSet multus",
      "cloudflared: Deployment cloudflared",
    ]) {
      expect(at(later)).toBeGreaterThan(gate);
    }
    expect(at("certificates: Certificate wildcard")).toBeGreaterThan(
      at("certificates: ClusterIssuer letsencrypt-production"),
    );
    expect(at("multus: NetworkAttachmentDefinition vpn")).toBeGreaterThan(
      at("multus: CustomResourceDefinition network-attachment-definitions.k8s.cni.cncf.io"),
    );
  });

  it("keeps secrets out of values and objects, and names each one that it needs", () => {
    const secretNames = (spec: ClusterSpec) =>
      networkBundles(spec).flatMap(({ secrets = [] }) =>
        secrets.flatMap(({ values }) => Object.values(values)),
      );
    expect(secretNames(specs.home)).toEqual([
      "{{cloudflareApiToken}}",
      "{{cloudflareTunnelToken}}",
      "{{cloudflareApiToken}}",
      "{{tailscaleClientId}}",
      "{{tailscaleClientSecret}}",
    ]);
    expect(secretNames(specs.trio)).toEqual([
      "{{cloudflareApiToken}}",
      "{{cloudflareTunnelToken}}",
      "{{cloudflareApiToken}}",
      "{{unifiApiKey}}",
      "{{tailscaleClientId}}",
      "{{tailscaleClientSecret}}",
    ]);
    expect(secretNames(specs.lab)).toEqual([]);
    for (const spec of Object.values(specs)) {
      const charts = networkBundles(spec).flatMap(({ charts = [] }) => charts);
      expect(JSON.stringify([charts.map(({ values }) => values), objects(spec)])).not.toContain(
        "{{",
      );
    }
  });

  it("holds every namespace but Tailscale's to the restricted standard", () => {
    const lax = networkBundles(specs.home)
      .flatMap(({ namespaces = [] }) => namespaces)
      .filter(({ podSecurity = "restricted" }) => podSecurity !== "restricted")
      .map(({ name }) => name);
    expect(lax).toEqual(["tailscale"]);
  });
});
