import { cluster } from "./clusters";
import { object } from "./parts";

const home = cluster("home");

describe("traffic policies", () => {
  it("trust X-Forwarded-For from pods on the tunnel's gateway only", () => {
    const policy = (name: string) => object(home, "traffic-policies", "ClientTrafficPolicy", name);
    expect(policy("envoy-external")).toMatchObject({
      spec: {
        clientIPDetection: { xForwardedFor: { trustedCIDRs: ["10.244.0.0/16"] } },
        tls: { minVersion: "1.2" },
        http3: {},
      },
    });
    expect(policy("envoy-internal")["spec"]).not.toHaveProperty("clientIPDetection");
    expect(policy("envoy-internal")["spec"]).not.toHaveProperty("proxyProtocol");
  });

  it("speak HTTP/3 only where the spec says so", () => {
    const spec = cluster("home", {
      gateways: {
        internal: { address: "192.168.0.238", exposure: "private", http3: false },
        external: { address: "192.168.0.239", exposure: "public" },
      },
    });
    const policy = object(spec, "traffic-policies", "ClientTrafficPolicy", "envoy-internal");
    expect(policy["spec"]).not.toHaveProperty("http3");
  });

  it("redirect HTTP to HTTPS on every gateway, unpublished", () => {
    for (const name of ["internal", "external"]) {
      const redirect = object(home, "traffic-policies", "HTTPRoute", `https-redirect-${name}`);
      expect(redirect).toMatchObject({
        spec: {
          parentRefs: [{ name: `envoy-${name}`, sectionName: "http" }],
          rules: [{ filters: [{ requestRedirect: { scheme: "https", statusCode: 301 } }] }],
        },
      });
      expect(redirect.metadata.labels).toBeUndefined();
    }
  });
});
