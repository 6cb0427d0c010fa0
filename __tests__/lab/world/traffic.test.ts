import type { KubeObject } from "../../../lab/kubernetes/client";
import type { Kind } from "../../../lab/world/controllers/kinds";
import { Store } from "../../../lab/world/controllers/store";
import { answer, type ObjectSource } from "../../../lab/world/traffic";

const programmed = [{ type: "Programmed", status: "True" }];

/** A gateway with a proxy, and a route to a host outside of the cluster. */
function world(backends: readonly KubeObject[]): ObjectSource {
  const objects: Record<string, KubeObject[]> = {
    gateways: [
      {
        metadata: { name: "internal", namespace: "network" },
        spec: {
          listeners: [
            {
              name: "https",
              port: 443,
              protocol: "HTTPS",
              allowedRoutes: { namespaces: { from: "All" } },
            },
          ],
        },
        status: {
          conditions: programmed,
          addresses: [{ value: "192.168.0.238" }],
          listeners: [{ name: "https", conditions: programmed }],
        },
      },
    ],
    services: [
      {
        metadata: {
          name: "internal",
          namespace: "network",
          labels: {
            "gateway.envoyproxy.io/owning-gateway-name": "internal",
            "gateway.envoyproxy.io/owning-gateway-namespace": "network",
          },
        },
        spec: { ports: [{ port: 443 }] },
      },
    ],
    endpointslices: [
      {
        metadata: {
          name: "internal-1",
          namespace: "network",
          labels: { "kubernetes.io/service-name": "internal" },
        },
        endpoints: [{ conditions: { ready: true } }],
      },
    ],
    httproutes: [
      {
        kind: "HTTPRoute",
        metadata: { name: "printer-web", namespace: "home" },
        spec: {
          parentRefs: [{ name: "internal", namespace: "network" }],
          hostnames: ["printer.example.com"],
          rules: [{ backendRefs: [{ kind: "Backend", name: "printer" }] }],
        },
      },
    ],
    backends: [...backends],
  };
  return {
    store: ({ plural }: Kind) => {
      const store = new Store();
      store.replace(objects[plural] ?? []);
      return store;
    },
  };
}

const backend = (spec: object): KubeObject => ({
  metadata: { name: "printer", namespace: "home" },
  spec,
});
const asked = { address: "192.168.0.238", port: 443, host: "printer.example.com" };

describe("a route to a host outside of the cluster", () => {
  it.each([
    [{ ip: { address: "192.168.0.9", port: 80 } }, "192.168.0.9:80"],
    [{ fqdn: { hostname: "printer.lan", port: 443 } }, "printer.lan:443"],
  ])("leads to %j", (endpoint, place) => {
    expect(answer(world([backend({ endpoints: [endpoint] })]), asked)).toEqual({
      status: 200,
      text: `outside of the cluster: ${place}`,
    });
  });

  it("leads nowhere without its Backend, or without an endpoint", () => {
    expect(answer(world([]), asked)).toEqual({
      status: 500,
      text: "Backend home/printer does not exist",
    });
    expect(answer(world([backend({})]), asked)).toEqual({
      status: 503,
      text: "Backend home/printer has no endpoint",
    });
  });
});
