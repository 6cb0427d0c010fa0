import type { ClusterSpec } from "../../../spec/cluster";
import { cluster } from "./clusters";
import { kinds, object } from "./parts";

const home = cluster("home");

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
