import { longestChain } from "../../../cli/harness/chain";
import type { RecordedResource } from "../../../cli/harness/recording";

const resource = (urn: string, rest: Partial<RecordedResource> = {}): RecordedResource => ({
  urn,
  type: "test:index:Thing",
  name: urn,
  parent: null,
  layer: "test",
  dependsOn: [],
  component: false,
  inputs: {},
  outputs: {},
  provider: undefined,
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  ...rest,
});

describe("the longest chain", () => {
  it("follows dependencies, providers and parents, and counts no component", () => {
    expect(
      longestChain([
        resource("a"),
        resource("b", { dependsOn: ["a"] }),
        resource("group", { component: true, dependsOn: ["b"] }),
        resource("c", { parent: "group" }),
        resource("urn::type::provider", { dependsOn: ["c"] }),
        resource("d", { provider: "urn::type::provider::id" }),
        resource("e", { dependsOn: ["a"] }),
      ]),
    ).toEqual(["a", "b", "c", "urn::type::provider", "d"]);
  });

  it("is empty where nothing takes a step", () => {
    expect(longestChain([resource("group", { component: true })])).toEqual([]);
  });
});
