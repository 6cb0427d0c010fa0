import { exposureLabel } from "../../../components/contracts/conventions";
import type { Resource } from "../../../policy/resource";
import { exposure, EXPOSURE_LABEL } from "../../../policy/rules/exposure";
import { object, resource } from "../support";

const PROXIED = "external-dns.alpha.kubernetes.io/cloudflare-proxied";

const gateway = (name: string, kind: "public" | "private", address: string): Resource =>
  object("gateway.networking.k8s.io/v1", "Gateway", {
    metadata: {
      name: `envoy-${name}`,
      namespace: "networking",
      labels: exposureLabel(kind),
      annotations: { "external-dns.alpha.kubernetes.io/target": `${name}.example.com` },
    },
    spec: { infrastructure: { annotations: { "lbipam.cilium.io/ips": address } } },
  });
const external = gateway("external", "public", "192.168.0.239");
const internal = gateway("internal", "private", "192.168.0.238");

const route = (name: string, gatewayName: string, proxied: boolean): Resource =>
  object(
    "gateway.networking.k8s.io/v1",
    "HTTPRoute",
    {
      metadata: { name, annotations: { [PROXIED]: String(proxied) } },
      spec: {
        parentRefs: [{ name: `envoy-${gatewayName}` }],
        hostnames: [`${name}.example.com`],
      },
    },
    { name: `${name}-${gatewayName}` },
  );

const tunnel = (service: string): Resource =>
  resource("cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig", {
    props: { config: { ingresses: [{ service }, { service: "http_status:404" }] } },
  });
const dns = (name: string, proxied = true): Resource =>
  resource("cloudflare:index/dnsRecord:DnsRecord", { props: { name, proxied } });

const reasons = (...resources: Resource[]) =>
  exposure.checkStack([external, internal, ...resources]).map(({ reason }) => reason);

describe("public-behind-external-gateway", () => {
  it("reads the label that the gateways have", () => {
    expect(exposureLabel("public")).toEqual({ [EXPOSURE_LABEL]: "public" });
  });

  it("accepts the one way: record, tunnel, public gateway, route", () => {
    expect(
      reasons(
        dns("external.example.com"),
        tunnel("https://envoy-external.networking.svc.cluster.local:443"),
        route("blog", "external", true),
        route("nas", "internal", false),
      ),
    ).toEqual([]);
  });

  it("accepts a reverse proxy's own address in front of the public gateway", () => {
    expect(reasons(tunnel("https://192.168.0.231:443"))).toEqual([]);
  });

  it("refuses a host that both gateways serve", () => {
    const both = [route("blog", "external", true), route("blog", "internal", false)];
    expect(reasons(...both)).toEqual([
      "blog.example.com is public, and a private gateway serves it too",
    ]);
  });

  it("refuses a proxied host of a private gateway", () => {
    expect(reasons(route("nas", "internal", true))).toEqual([
      "is published by Cloudflare's proxy from the private gateway envoy-internal",
    ]);
  });

  it.each([
    ["https://192.168.0.238:443", "leads to the private gateway envoy-internal"],
    [
      "http://nas.media.svc.cluster.local:80",
      "leads to nas.media.svc.cluster.local, which is no public gateway",
    ],
    [
      "https://envoy-internal.networking.svc:443",
      "leads to envoy-internal.networking.svc, which is no public gateway",
    ],
  ])("refuses a tunnel to %s", (service, reason) => {
    expect(reasons(tunnel(service))).toEqual([reason]);
  });

  it("refuses a proxied record of another name, and lets a plain one be", () => {
    expect(reasons(dns("nas.example.com"))).toEqual([
      "publishes nas.example.com, which is not the public gateway's name",
    ]);
    expect(reasons(dns("nas.example.com", false))).toEqual([]);
  });

  it("refuses ways round the gateways", () => {
    const funnel = { metadata: { annotations: { "tailscale.com/funnel": "true" } } };
    expect(reasons(object("networking.k8s.io/v1", "Ingress", {}))).toHaveLength(1);
    expect(reasons(object("v1", "Service", funnel))).toHaveLength(1);
    const service = { metadata: { annotations: { [PROXIED]: "true" } } };
    expect(reasons(object("v1", "Service", service))).toHaveLength(1);
  });

  it("takes a gateway without the label for private", () => {
    const unknown = object("gateway.networking.k8s.io/v1", "Gateway", {
      metadata: { name: "envoy-other", namespace: "networking" },
    });
    expect(reasons(unknown, route("x", "other", true))).toHaveLength(1);
  });
});
