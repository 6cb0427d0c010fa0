import { CANARY } from "../../cli/harness/mock-world";
import { recordStack } from "../../cli/harness/record-stack";
import type { Recording } from "../../cli/harness/recording";
import { planDocument } from "../../cli/plan/document";
import { planText } from "../../cli/plan/text";
import type { ClusterSpec } from "../../spec/cluster";
import { loadSpec, stackNames } from "../../stacks";

describe.each(stackNames())("the plan of %s", (stack) => {
  let spec: ClusterSpec;
  let recording: Recording;

  beforeAll(async () => {
    spec = loadSpec(stack);
    recording = await recordStack(stack, spec);
  });

  it("has exactly the documented fields", () => {
    const document = planDocument(recording);
    expect(Object.keys(document)).toEqual(["stack", "resources", "outputs", "longestChain"]);
    for (const resource of document.resources) {
      expect(Object.keys(resource)).toEqual([
        "urn",
        "type",
        "name",
        "parent",
        "layer",
        "dependsOn",
        "inputs",
      ]);
    }
  });

  it("waits only for resources of the plan, and its longest chain follows their edges", () => {
    const urns = new Set(recording.resources.map(({ urn }) => urn));
    expect(urns.size).toBe(recording.resources.length);
    for (const { dependsOn } of recording.resources) {
      for (const urn of dependsOn) expect(urns).toContain(urn);
    }
    const { longestChain } = planDocument(recording);
    expect(longestChain.length).toBeGreaterThan(0);
    for (const urn of longestChain) expect(urns).toContain(urn);
  });

  it("gives the gateways of the spec as an output", () => {
    expect(recording.outputs["gatewayIps"]).toEqual(
      Object.fromEntries(Object.values(spec.gateways).map(({ name, address }) => [name, address])),
    );
  });

  it("keeps to 80 columns where words allow, and shows no secret", () => {
    const text = planText(spec, recording, []);
    const long = text.split("\n").filter((line) => line.length > 80 && line.trim().includes(" "));
    expect(long.filter((line) => line.includes(","))).toEqual([]);
    expect(text + JSON.stringify(planDocument(recording))).not.toContain(CANARY);
  });

  it("is the same for a second run", async () => {
    expect(await recordStack(stack, spec)).toEqual(recording);
  });
});
