import { cluster } from "./clusters";
import { values } from "./parts";

const home = cluster("home");
const trio = cluster("trio");
const lab = cluster("lab");

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
