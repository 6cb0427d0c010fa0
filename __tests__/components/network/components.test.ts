import type { Bundle } from "../../../components/contracts/bundle";
import type { KubernetesObject } from "../../../components/contracts/object";
import { networkBundles } from "../../../components/network";
import { complement, publicNetworks } from "../../../components/network/address-space";
import { network } from "../../../spec/address";
import type { ClusterSpec } from "../../../spec/cluster";
import { cluster } from "./clusters";

const home = cluster("home");
const trio = cluster("trio");
const lab = cluster("lab");

function bundle(spec: ClusterSpec, name: string): Bundle {
  const found = networkBundles(spec).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no bundle ${name}`);
  return found;
}
function object(spec: ClusterSpec, owner: string, kind: string, name: string): KubernetesObject {
  const found = bundle(spec, owner).objects?.find(
    (one) => one.kind === kind && one.metadata.name === name,
  );
  if (found === undefined) throw new Error(`no ${kind} ${name} in ${owner}`);
  return found;
}
const values = (spec: ClusterSpec, name: string) => bundle(spec, name).charts?.[0]?.values;
const kinds = (spec: ClusterSpec, name: string) =>
  (bundle(spec, name).objects ?? []).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe("Cilium", () => {
  it("replaces kube-proxy through KubePrism with native routing, Maglev and DSR", () => {
    expect(values(home, "cilium")).toMatchObject({
      cluster: { name: "home", id: 1 },
      kubeProxyReplacement: true,
      k8sServiceHost: "127.0.0.1",
      k8sServicePort: 7445,
      routingMode: "native",
      ipv4NativeRoutingCIDR: "10.244.0.0/16",
      loadBalancer: { algorithm: "maglev", mode: "dsr" },
      bpf: { masquerade: true },
      l2announcements: { enabled: true },
      bgpControlPlane: { enabled: false },
      cni: { exclusive: true },
      cgroup: { autoMount: { enabled: false }, hostRoot: "/sys/fs/cgroup" },
      rollOutCiliumPods: true,
    });
    expect(JSON.stringify(values(home, "cilium"))).not.toContain("SYS_MODULE");
    expect(values(home, "cilium")).not.toHaveProperty("devices");
  });

  it("leaves room for Multus and keeps to the LAN device where the spec says so", () => {
    expect(values(trio, "cilium")).toMatchObject({ devices: "bond+", cni: { exclusive: false } });
  });

  it("routes through the host's stack only where CoreDNS asks the node's DNS cache", () => {
    const { talos } = home;
    const forwarding = cluster("home", { talos: { ...talos, forwardKubeDnsToHost: true } });
    expect(values(forwarding, "cilium")).toMatchObject({
      bpf: { masquerade: true, hostLegacyRouting: true },
    });
    expect(values(home, "cilium")).toMatchObject({ bpf: { hostLegacyRouting: false } });
  });

  it("is not awaited; the gate waits for every node of the stack", () => {
    expect(bundle(home, "cilium").charts?.[0]).toMatchObject({ awaited: false, needsNodes: false });
    expect(bundle(home, "cilium").gates).toEqual([
      expect.objectContaining({
        kind: "NodesReady",
        name: "nodes-ready",
        subjects: ["node-1", "node-2", "node-3", "node-4"],
        timeout: "15m",
        needs: ["app:cilium"],
      }),
    ]);
    expect(bundle(home, "cilium").gates?.[0]?.provides).toContain("nodes");
  });

  it("runs one operator where there is one node", () => {
    expect(values(lab, "cilium")).toMatchObject({ operator: { replicas: 1 } });
    expect(values(home, "cilium")).toMatchObject({ operator: { replicas: 2 } });
  });
});

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

describe("CoreDNS", () => {
  it("has the tenth address of the Service network and two replicas over control planes", () => {
    expect(values(home, "coredns")).toMatchObject({
      replicaCount: 2,
      service: { name: "kube-dns", clusterIP: "10.96.0.10" },
    });
    expect(values(trio, "coredns")).toMatchObject({ service: { clusterIP: "10.43.0.10" } });
    expect(values(lab, "coredns")).toMatchObject({ replicaCount: 1 });
    expect(values(lab, "coredns")).not.toHaveProperty("podDisruptionBudget");
  });
});

describe("the kubelet CSR approver", () => {
  it("knows the stack's nodes and LAN, and tolerates nodes that are not Ready", () => {
    const [chart] = bundle(home, "kubelet-csr-approver").charts ?? [];
    expect(chart).toMatchObject({ needsNodes: false, needs: ["app:cilium"] });
    expect(chart?.values).toMatchObject({
      providerRegex: "^(node-1|node-2|node-3|node-4)$",
      providerIpPrefixes: ["192.168.0.0/24"],
      tolerations: expect.arrayContaining([
        { key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoSchedule" },
      ]) as unknown,
    });
  });
});

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

describe("gateways", () => {
  it("have the spec's addresses", () => {
    for (const [name, address] of [
      ["envoy-internal", "192.168.0.238"],
      ["envoy-external", "192.168.0.239"],
    ] as const) {
      expect(object(home, "gateways", "Gateway", name)).toMatchObject({
        spec: { infrastructure: { annotations: { "lbipam.cilium.io/ips": address } } },
      });
    }
  });

  it("listen on HTTP for the redirect, on HTTPS for all, and on ports that apps ask for", () => {
    const listeners = (spec: ClusterSpec, name: string) =>
      object(spec, "gateways", "Gateway", name)["spec"] as { listeners: object[] };
    expect(listeners(home, "envoy-external").listeners).toEqual([
      {
        name: "http",
        protocol: "HTTP",
        port: 80,
        allowedRoutes: { namespaces: { from: "Same" } },
      },
      {
        name: "https",
        protocol: "HTTPS",
        port: 443,
        allowedRoutes: { namespaces: { from: "All" } },
        tls: {
          mode: "Terminate",
          certificateRefs: [{ group: "", kind: "Secret", name: "example-com-tls" }],
        },
      },
    ]);
    expect(listeners(home, "envoy-internal").listeners[2]).toEqual({
      name: "tcp-389",
      protocol: "TCP",
      port: 389,
      allowedRoutes: {
        namespaces: { from: "All" },
        kinds: [{ group: "gateway.networking.k8s.io", kind: "TCPRoute" }],
      },
    });
    expect(listeners(trio, "envoy-external").listeners[2]).toMatchObject({
      name: "udp-40000",
      protocol: "UDP",
      port: 40000,
    });
  });

  it("are there for routes once they are programmed", () => {
    expect(
      object(home, "gateways", "Gateway", "envoy-internal").metadata.annotations,
    ).toMatchObject({
      "pulumi.com/waitFor": "condition=Programmed",
    });
  });

  it("spread strictly where there are enough nodes", () => {
    const spread = (spec: ClusterSpec) =>
      JSON.stringify(object(spec, "gateways", "EnvoyProxy", "envoy-external"));
    const schedulable = { version: "v1.35.1", scheduleOnControlPlanes: true };
    expect(spread(cluster("home", { kubernetes: schedulable }))).toContain("DoNotSchedule");
    expect(spread(home)).toContain("ScheduleAnyway");
  });

  it("tell external-dns what their routes point to, and which of them it may publish", () => {
    const label = ["external-dns.alpha.kubernetes.io/enabled"];
    const metadata = (spec: ClusterSpec, name: string) =>
      object(spec, "gateways", "Gateway", name).metadata;
    expect(metadata(home, "envoy-external").annotations).toMatchObject({
      "external-dns.alpha.kubernetes.io/target": "external.example.com",
    });
    expect(metadata(home, "envoy-external").labels).toHaveProperty(label);
    expect(metadata(home, "envoy-internal").labels).toHaveProperty(label);
    expect(metadata(trio, "envoy-external").labels).toHaveProperty(label);
    expect(metadata(trio, "envoy-internal").labels).not.toHaveProperty(label);
    expect(metadata(lab, "envoy-external").labels).not.toHaveProperty(label);
  });
});

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

describe("the reverse proxy", () => {
  it("has its own address and passes TLS for the domain on to the public gateway", () => {
    expect(kinds(home, "nginx")).toEqual([
      "ConfigMap nginx",
      "Deployment nginx",
      "PodDisruptionBudget nginx",
      "Service nginx",
    ]);
    expect(object(home, "nginx", "Service", "nginx")).toMatchObject({
      metadata: { annotations: { "lbipam.cilium.io/ips": "192.168.0.231" } },
      spec: { type: "LoadBalancer", ports: [{ port: 443, targetPort: "https" }] },
    });
    const { data } = object(home, "nginx", "ConfigMap", "nginx") as unknown as {
      data: Record<string, string>;
    };
    expect(data["nginx.conf"]).toContain(".example.com 192.168.0.239:443;");
    expect(data["nginx.conf"]).not.toMatch(/ssl_certificate|proxy_protocol/);
  });

  it("starts new pods when its configuration changes", () => {
    const hash = (spec: ClusterSpec) =>
      (
        object(spec, "nginx", "Deployment", "nginx") as unknown as {
          spec: { template: { metadata: { annotations: Record<string, string> } } };
        }
      ).spec.template.metadata.annotations["hearth.dev/config-hash"];
    expect(hash(home)).toMatch(/^[0-9a-f]{16}$/);
    expect(hash(cluster("home", { domain: "example.org" }))).not.toBe(hash(home));
  });
});

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

describe("platform routes", () => {
  it("lead to the Services of the layer's components that the stack selects", () => {
    const spec = cluster("home", { apps: { cilium: {}, coredns: {} } });
    expect(kinds(spec, "network-routes")).toEqual(["HTTPRoute cilium-hubble"]);
    expect(object(spec, "network-routes", "HTTPRoute", "cilium-hubble")).toMatchObject({
      metadata: { namespace: "kube-system" },
      spec: {
        parentRefs: [{ name: "envoy-internal", sectionName: "https" }],
        hostnames: ["hubble.example.com"],
        rules: [{ backendRefs: [{ name: "hubble-ui", port: 80 }] }],
      },
    });
    expect(() => bundle(home, "network-routes")).toThrow(/no bundle/);
  });
});

describe("Tailscale", () => {
  it("routes LAN, pods and Services and offers an exit node", () => {
    expect(object(home, "tailscale", "Connector", "home")).toMatchObject({
      spec: {
        hostname: "home",
        exitNode: true,
        subnetRouter: { advertiseRoutes: ["192.168.0.0/24", "10.244.0.0/16", "10.96.0.0/12"] },
      },
    });
  });
});

describe("Multus", () => {
  interface Config {
    readonly plugins: readonly [
      { readonly master: string; readonly ipam: { readonly routes: readonly object[] } },
      ...{ readonly type: string }[],
    ];
  }
  const config = (name: string) => {
    const attachment = object(trio, "multus", "NetworkAttachmentDefinition", name);
    expect(attachment.metadata.namespace).toBe("networking");
    return JSON.parse((attachment["spec"] as { config: string }).config) as Config;
  };

  it("sends only public addresses through the VPN's VLAN", () => {
    const { plugins } = config("vpn");
    expect(plugins).toHaveLength(1);
    expect(plugins[0]).toMatchObject({ type: "macvlan", mode: "bridge", master: "bond0.99" });
    expect(plugins[0].ipam.routes).toHaveLength(31);
    expect(plugins[0].ipam.routes).toContainEqual({ dst: "11.0.0.0/8", gw: "192.168.99.1" });
  });

  it("sends everything from the VLAN's address through the IoT VLAN", () => {
    const { plugins } = config("iot");
    expect(plugins[0]).toMatchObject({
      master: "bond0.107",
      ipam: { type: "static", routes: [{ dst: "0.0.0.0/0", gw: "192.168.107.1" }] },
    });
    expect(plugins[1]).toEqual({ type: "sbr" });
  });

  it("finds the network namespaces where Talos keeps them", () => {
    expect(JSON.stringify(object(trio, "multus", "DaemonSet", "multus"))).toContain(
      '"hostPath":{"path":"/var/run/netns"}',
    );
  });
});

describe("publicNetworks", () => {
  it("covers every address but the private ones exactly once", () => {
    const all = publicNetworks().map(network);
    const size = all.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    expect(size).toBe(2 ** 32 - 2 ** 24 - 2 ** 20 - 2 ** 16);
    const sorted = [...all].sort((a, b) => a.first - b.first);
    sorted.slice(1).forEach((one, index) => {
      expect(one.first).toBeGreaterThan(sorted[index]?.last ?? Infinity);
    });
  });

  it("is everything where nothing is left out", () => {
    expect(complement([])).toEqual(["0.0.0.0/0"]);
    expect(complement(["0.0.0.0/1"])).toEqual(["128.0.0.0/1"]);
  });
});
