import { cluster } from "./clusters";
import { bundle, kinds, object } from "./parts";

const home = cluster("home");

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
