import { recordStack } from "../../cli/harness/record-stack";
import type { Recording } from "../../cli/harness/recording";
import { checkPolicies, isForbidden, policiesText } from "../../cli/plan/policies";
import { rules } from "../../policy/rules";
import { loadSpec, stackNames } from "../../stacks";

/** A recording in which one resource was tampered with. */
function tampered(
  recording: Recording,
  type: string,
  change: (inputs: Record<string, unknown>) => object,
): Recording {
  const victim = recording.resources.find((one) => one.type === type);
  if (victim === undefined) throw new Error(`no ${type} in the plan`);
  const broken = { ...victim, ...change({ ...victim.inputs }) };
  return {
    ...recording,
    resources: recording.resources.map((one) => (one === victim ? broken : one)),
  };
}

describe.each(stackNames())("the policies over %s", (stack) => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordStack(stack, loadSpec(stack));
  });

  it("hold", () => {
    expect(checkPolicies(recording)).toEqual([]);
    expect(policiesText([])).toContain("Policies: all hold");
  });

  it("stop an unprotected secret of the cluster by name and reason", () => {
    const broken = tampered(recording, "talos:machine/secrets:Secrets", () => ({ protect: false }));
    const violations = checkPolicies(broken);
    expect(
      violations.map(({ rule, resource, reason }) => [rule.name, resource.name, reason]),
    ).toEqual([["data-protected", "talos-secrets", "is not protected"]]);
    expect(isForbidden(violations)).toBe(true);
    expect(policiesText(violations)).toMatch(
      /mandatory data-protected: talos-secrets\n.*not protected/,
    );
  });

  it("count the control planes of the stack", () => {
    const cluster = recording.resources.find(({ type }) => type === "hearth:talos:TalosCluster");
    const controlPlanes = Object.entries(loadSpec(stack).nodes)
      .filter(([, { role }]) => role === "controlplane")
      .map(([name]) => name);
    expect(cluster?.outputs["controlPlanes"]).toEqual(controlPlanes);
    const broken = tampered(recording, "hearth:talos:TalosCluster", () => ({
      outputs: { controlPlanes: ["a", "b"] },
    }));
    expect(checkPolicies(broken).map(({ rule }) => rule.name)).toEqual(["etcd-quorum"]);
  });
});

describe("the rules", () => {
  it("have names of their own, and each says how to mend it", () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    for (const { name, description, remedy } of rules) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)+$/);
      expect(description).toMatch(/\.$/);
      expect(remedy).not.toBe("");
    }
  });
});
