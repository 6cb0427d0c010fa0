import { cluster } from "./clusters";
import { bundle, object, values } from "./parts";

const home = cluster("home");
const trio = cluster("trio");

describe("external-dns", () => {
  it("publishes labelled routes of labelled gateways and DNSEndpoints at Cloudflare", () => {
    expect(values(home, "external-dns")).toMatchObject({
      provider: { name: "cloudflare" },
      sources: ["crd", "gateway-httproute", "gateway-tcproute"],
      domainFilters: ["example.com"],
      labelFilter: "external-dns.alpha.kubernetes.io/enabled=true",
      extraArgs: { "gateway-label-filter": "external-dns.alpha.kubernetes.io/enabled=true" },
      policy: "sync",
      registry: "txt",
      txtOwnerId: "home",
    });
    expect(values(trio, "external-dns")).toMatchObject({ sources: ["crd", "gateway-httproute"] });
  });

  it("writes into the zone of a domain that lies below it", () => {
    const spec = cluster("trio", {
      domain: "trio.example.com",
      ingress: {
        cloudflare: { zone: "example.com", tunnel: {} },
        splitDns: { provider: "unifi", controller: "192.168.1.1" },
        certificates: { email: "admin@example.com" },
      },
    });
    expect(values(spec, "external-dns")).toMatchObject({ domainFilters: ["example.com"] });
    expect(values(spec, "external-dns-unifi")).toMatchObject({
      domainFilters: ["trio.example.com"],
    });
  });

  it("gives the internal gateway a name in public DNS only where the LAN has no DNS of its own", () => {
    expect(bundle(home, "external-dns").objects).toEqual([
      {
        apiVersion: "externaldns.k8s.io/v1alpha1",
        kind: "DNSEndpoint",
        metadata: {
          name: "gateway-internal",
          namespace: "networking",
          labels: { "external-dns.alpha.kubernetes.io/enabled": "true" },
        },
        spec: {
          endpoints: [
            {
              dnsName: "internal.example.com",
              recordType: "A",
              targets: ["192.168.0.238"],
              providerSpecific: [
                { name: "external-dns.alpha.kubernetes.io/cloudflare-proxied", value: "false" },
              ],
            },
          ],
        },
      },
    ]);
    expect(bundle(trio, "external-dns").objects).toEqual([]);
  });

  it("tells the LAN's DNS about all gateways and their own names", () => {
    expect(values(trio, "external-dns-unifi")).toMatchObject({
      provider: {
        name: "webhook",
        webhook: {
          env: expect.arrayContaining([
            { name: "UNIFI_HOST", value: "https://192.168.5.1" },
          ]) as unknown,
        },
      },
      sources: ["gateway-httproute", "gateway-tcproute", "gateway-udproute", "service"],
      txtOwnerId: "trio",
    });
    expect(values(trio, "external-dns-unifi")).not.toHaveProperty("extraArgs");
    expect(object(trio, "gateways", "Gateway", "envoy-internal")).toMatchObject({
      spec: {
        infrastructure: {
          labels: { "external-dns.alpha.kubernetes.io/enabled": "true" },
          annotations: {
            "external-dns.alpha.kubernetes.io/hostname": "internal.trio.example.com",
          },
        },
      },
    });
  });
});
