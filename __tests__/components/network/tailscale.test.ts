import { cluster } from "./clusters";
import { object } from "./parts";

const home = cluster("home");

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
