import { lossViolations, memberViolations, type Loss } from "../../policy/changes";
import { ON_DELETE_ANNOTATION } from "../../policy/rules/protection";
import { deployment, object, resource } from "./support";

const claim = (annotations = {}) =>
  object("v1", "PersistentVolumeClaim", { metadata: { name: "data", annotations } });
const lost = (kind: Loss["kind"], one: Loss["resource"], ...allowed: string[]) =>
  lossViolations([{ kind, resource: one }], new Set(allowed)).map(({ reason }) => reason);

describe("no-loss-of-data", () => {
  it("refuses both losses of the cluster's keys", () => {
    const secrets = resource("talos:machine/secrets:Secrets");
    expect(lost("remove", secrets)).toEqual(["would be deleted"]);
    expect(lost("replace", secrets)).toEqual(["would be deleted and made anew"]);
  });

  it("lets a claim leave, which stays in the cluster, but not be made anew", () => {
    expect(lost("remove", claim())).toEqual([]);
    expect(lost("replace", claim())).toHaveLength(1);
  });

  it("lets go what the spec or the user lets go, and what holds nothing", () => {
    expect(lost("replace", claim({ [ON_DELETE_ANNOTATION]: "delete" }))).toEqual([]);
    expect(lost("replace", claim(), "thing")).toEqual([]);
    expect(lost("replace", claim(), "another")).toHaveLength(1);
    expect(lost("replace", deployment())).toEqual([]);
  });
});

describe("etcd-members-stay", () => {
  const cluster = resource("hearth:talos:TalosCluster");
  const refused = (before: string, after: string) =>
    memberViolations([...before], [...after], cluster).length > 0;

  it.each([
    ["abc", "abc", false],
    ["abc", "abd", false],
    ["abc", "ab", false],
    ["abc", "abcde", false],
    ["abc", "ade", true],
    ["abcde", "abc", false],
    ["abcde", "ab", true],
    ["a", "b", true],
  ])("from %s to %s: refused %s", (before, after, answer) => {
    expect(refused(before, after)).toBe(answer);
  });
});
