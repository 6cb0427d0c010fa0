import { cluster } from "./clusters";
import { bundle, kinds, object, values } from "./parts";

const home = cluster("home");
const lab = cluster("lab");

describe("certificates", () => {
  it("come from Let's Encrypt by DNS-01, staging at hand", () => {
    expect(kinds(home, "certificates")).toEqual([
      "ClusterIssuer letsencrypt-production",
      "ClusterIssuer letsencrypt-staging",
      "Certificate wildcard",
    ]);
    expect(object(home, "certificates", "Certificate", "wildcard")).toMatchObject({
      metadata: { namespace: "networking" },
      spec: {
        secretName: "example-com-tls",
        dnsNames: ["example.com", "*.example.com"],
        issuerRef: { kind: "ClusterIssuer", name: "letsencrypt-production" },
      },
    });
    expect(object(home, "certificates", "ClusterIssuer", "letsencrypt-staging")).toMatchObject({
      spec: {
        acme: {
          email: "admin@example.com",
          solvers: [{ selector: { dnsZones: ["example.com"] } }],
        },
      },
    });
    expect(values(home, "cert-manager")).toMatchObject({
      dns01RecursiveNameservers: "https://1.1.1.1:443/dns-query,https://1.0.0.1:443/dns-query",
      dns01RecursiveNameserversOnly: true,
    });
  });

  it("are asked for in the zone that holds the domain", () => {
    const spec = cluster("home", {
      domain: "home.example.com",
      ingress: { ...home.ingress, cloudflare: { zone: "example.com", tunnel: {} } },
    });
    expect(object(spec, "certificates", "ClusterIssuer", "letsencrypt-production")).toMatchObject({
      spec: { acme: { solvers: [{ selector: { dnsZones: ["example.com"] } }] } },
    });
  });

  it("are self-signed in a lab, with no account", () => {
    expect(kinds(lab, "certificates")).toEqual([
      "ClusterIssuer self-signed",
      "Certificate wildcard",
    ]);
    expect(bundle(lab, "certificates").secrets).toBeUndefined();
  });
});
