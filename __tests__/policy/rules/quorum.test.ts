import { quorum } from "../../../policy/rules/quorum";
import { resource } from "../support";

const cluster = (...controlPlanes: string[]) =>
  resource("hearth:talos:TalosCluster", { props: { controlPlanes } });

describe("etcd-quorum", () => {
  it("accepts an odd number of control planes", () => {
    expect(quorum.checkStack([cluster("a")])).toEqual([]);
    expect(quorum.checkStack([cluster("a", "b", "c")])).toEqual([]);
  });

  it("refuses an even number and none", () => {
    const two = cluster("a", "b");
    expect(quorum.checkStack([two])).toEqual([
      { resource: two, reason: "2 control planes bear the loss of no more than 1 do" },
    ]);
    expect(quorum.checkStack([cluster()])).toHaveLength(1);
  });
});
