import { ownership } from "../../../policy/rules/ownership";
import { deployment, orphan, resource } from "../support";

describe("object-has-component", () => {
  it("holds for what a component of hearth made", () => {
    expect(ownership.check(deployment())).toEqual([]);
    expect(ownership.check(resource("kubernetes:helm.sh/v3:Release"))).toEqual([]);
  });

  it("refuses objects and releases whose parent is the stack", () => {
    const reason = ["its parent is no component of hearth"];
    expect(ownership.check(orphan("kubernetes:core/v1:ConfigMap"))).toEqual(reason);
    expect(ownership.check(orphan("kubernetes:helm.sh/v3:Release"))).toEqual(reason);
    expect(ownership.check({ ...deployment(), parent: undefined })).toEqual(reason);
  });

  it("leaves alone what is no object of Kubernetes", () => {
    expect(ownership.check(orphan("random:index/randomPassword:RandomPassword"))).toEqual([]);
  });
});
