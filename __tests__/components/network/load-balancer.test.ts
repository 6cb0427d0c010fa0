import { cluster } from "./clusters";
import { bundle, kinds, object, values } from "./parts";

const home = cluster("home");
const trio = cluster("trio");

describe("load-balancer addresses", () => {
  it("are the spec's range, announced by every node and interface", () => {
    expect(bundle(home, "load-balancer").objects).toEqual([
      expect.objectContaining({
        kind: "CiliumLoadBalancerIPPool",
        spec: {
          allowFirstLastIPs: "Yes",
          blocks: [{ start: "192.168.0.220", stop: "192.168.0.239" }],
        },
      }),
      expect.objectContaining({
        kind: "CiliumL2AnnouncementPolicy",
        spec: {
          loadBalancerIPs: true,
          nodeSelector: { matchLabels: { "kubernetes.io/os": "linux" } },
        },
      }),
    ]);
  });

  it("are announced on the named interfaces only", () => {
    expect(object(trio, "load-balancer", "CiliumL2AnnouncementPolicy", "policy")).toMatchObject({
      spec: { interfaces: ["^bond0$"] },
    });
  });

  it("go to the router by BGP where the spec peers with one", () => {
    const spec = cluster("home", {
      network: {
        ...home.network,
        loadBalancer: {
          ...home.network.loadBalancer,
          advertisement: {
            mode: "bgp",
            localAsn: 64514,
            peers: [{ address: "192.168.0.1", asn: 64513 }],
          },
        },
      },
    });
    expect(kinds(spec, "load-balancer")).toEqual([
      "CiliumLoadBalancerIPPool pool",
      "CiliumBGPAdvertisement load-balancer",
      "CiliumBGPPeerConfig router",
      "CiliumBGPClusterConfig cluster",
    ]);
    expect(object(spec, "load-balancer", "CiliumBGPClusterConfig", "cluster")).toMatchObject({
      spec: {
        bgpInstances: [
          {
            localASN: 64514,
            peers: [{ name: "router-192-168-0-1", peerASN: 64513, peerAddress: "192.168.0.1" }],
          },
        ],
      },
    });
    expect(values(spec, "cilium")).toMatchObject({
      l2announcements: { enabled: false },
      bgpControlPlane: { enabled: true },
    });
    expect(object(spec, "gateways", "EnvoyProxy", "envoy-external")).toMatchObject({
      spec: { provider: { kubernetes: { envoyService: { externalTrafficPolicy: "Local" } } } },
    });
  });
});
