import { cluster } from "./clusters";
import { bundle, values } from "./parts";

const home = cluster("home");
const trio = cluster("trio");
const lab = cluster("lab");

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
