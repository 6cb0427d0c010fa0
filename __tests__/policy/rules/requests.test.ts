import { requests } from "../../../policy/rules/requests";
import { container, deployment } from "../support";

describe("requests-set", () => {
  it("holds where every container asks for both", () => {
    expect(requests.check(deployment())).toEqual([]);
  });

  it("names the container and what it does not ask for", () => {
    const bare = { name: "bare", image: "echo:1" };
    const half = { ...bare, name: "half", resources: { requests: { cpu: "1" } } };
    expect(requests.check(deployment({ containers: [container, bare, half] }))).toEqual([
      "container bare requests no cpu and no memory",
      "container half requests no memory",
    ]);
    expect(requests.check(deployment({ pod: { initContainers: [bare] } }))).toHaveLength(1);
  });
});
