import { record } from "../../../components/contracts/object";
import { bundleFrom, bundleOf, names, object } from "./support";

const rules = (bundle: ReturnType<typeof bundleOf>) =>
  record(object(bundle, "NetworkPolicy")["spec"])["ingress"];

const pods = (namespace: string, labels: Record<string, string>) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: { matchLabels: labels },
});
const instance = (app: string) => ({ "app.kubernetes.io/instance": app });
const envoy = (gateway: string) =>
  pods("networking", { "gateway.envoyproxy.io/owning-gateway-name": gateway });

describe("the NetworkPolicy", () => {
  it("admits the gateway of the route, declared dependants and itself, and nobody else", () => {
    const bundle = bundleOf("prowlarr", {}, { sonarr: {}, whoami: {}, "prowlarr-exporter": {} });
    const port = { port: 9696, protocol: "TCP" };
    expect(rules(bundle)).toEqual([
      { from: [envoy("envoy-internal")], ports: [port] },
      {
        from: [
          { podSelector: { matchLabels: instance("prowlarr") } },
          pods("media", instance("sonarr")),
          pods("monitoring", instance("prowlarr-exporter")),
        ],
        ports: [port],
      },
    ]);
  });

  it("admits Prometheus to the metrics where the stack has it", () => {
    const scrape = {
      from: [pods("monitoring", { "app.kubernetes.io/name": "prometheus" })],
      ports: [{ port: 8080, protocol: "TCP" }],
    };
    expect(rules(bundleOf("miniflux"))).not.toContainEqual(scrape);
    expect(rules(bundleOf("miniflux", {}, { "kube-prometheus-stack": {} }))).toContainEqual(scrape);
  });

  it("opens the ports of the LoadBalancer address and no others", () => {
    const bundle = bundleOf("qbittorrent-race", {
      loadBalancer: { address: "192.168.0.225", ports: ["peers"] },
    });
    expect(rules(bundle)).toContainEqual({ ports: [{ port: 55635, protocol: "TCP" }] });
  });

  it("lets each gateway only to the ports that its routes lead to", () => {
    const bundle = bundleOf("home-assistant");
    expect(rules(bundle)).toEqual(
      expect.arrayContaining([
        { from: [envoy("envoy-external")], ports: [{ port: 8123, protocol: "TCP" }] },
        { from: [envoy("envoy-internal")], ports: [{ port: 12321, protocol: "TCP" }] },
      ]),
    );
  });

  it("lets the gateway to the ports of single paths too", () => {
    const routes = {
      web: { gateway: "internal", host: "s", paths: { "/admin": { port: "admin" } } },
    };
    expect(rules(bundleFrom({ ports: { http: 8080, admin: 9090 }, routes }))).toContainEqual({
      from: [envoy("envoy-internal")],
      ports: [
        { port: 8080, protocol: "TCP" },
        { port: 9090, protocol: "TCP" },
      ],
    });
  });

  it("admits nobody to an app without ports", () => {
    expect(rules(bundleFrom({ ports: {} }))).toEqual([]);
  });

  it("is left out in the node's network, which it does not reach", () => {
    expect(names(bundleOf("otbr"))).not.toContain("NetworkPolicy otbr");
  });
});
