import { longestChain } from "../../../cli/harness/chain";
import { recorded } from "../recorded";

describe("the longest chain", () => {
  it("follows dependencies, providers and parents, and counts no component", () => {
    expect(
      longestChain([
        recorded("a"),
        recorded("b", { dependsOn: ["a"] }),
        recorded("group", { component: true, dependsOn: ["b"] }),
        recorded("c", { parent: "group" }),
        recorded("urn::type::provider", { dependsOn: ["c"] }),
        recorded("d", { provider: "urn::type::provider::id" }),
        recorded("e", { dependsOn: ["a"] }),
      ]),
    ).toEqual(["a", "b", "c", "urn::type::provider", "d"]);
  });

  it("is empty where nothing takes a step", () => {
    expect(longestChain([recorded("group", { component: true })])).toEqual([]);
  });
});
