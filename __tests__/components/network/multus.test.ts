import { cluster } from "./clusters";
import { object } from "./parts";

const trio = cluster("trio");

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
