import { cluster } from "./clusters";
import { bundle } from "./parts";

const home = cluster("home");

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
