import type { ClusterSpec } from "../../../spec/cluster";
import { cluster } from "./clusters";
import { object } from "./parts";

const home = cluster("home");
const trio = cluster("trio");
const lab = cluster("lab");

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
