import { changes, formatPath, touches } from "../../../../lab/plugins/shared/diff";
import { driftedInputs } from "../../../../lab/plugins/shared/drift";
import { redact } from "../../../../lab/plugins/shared/redact";
import {
  UNKNOWN,
  hasUnknown,
  outputSecrets,
  unwrap,
  wrap,
} from "../../../../lab/plugins/shared/values";

const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("property values", () => {
  it("come back from plain form with every secret where it was", () => {
    const wire = { a: { b: [{ c: secret("x") }, "y"] }, d: secret("z") };
    const bag = unwrap(wire);
    expect(bag.values).toEqual({ a: { b: [{ c: "x" }, "y"] }, d: "z" });
    expect(bag.secrets).toEqual([["a", "b", 0, "c"], ["d"]]);
    expect(wrap(bag)).toEqual(wire);
  });

  it("make a whole list secret in outputs, as its order may change", () => {
    const paths = outputSecrets([["a", "b", 0, "c"], ["d"]]);
    expect(wrap({ values: { a: { b: ["x"] }, d: "z", e: 1 }, secrets: paths })).toEqual({
      a: { b: { ...secret(""), value: ["x"] } },
      d: secret("z"),
      e: 1,
    });
  });

  it("find an unknown at any depth", () => {
    expect(hasUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
    expect(hasUnknown({ a: [{ b: "known" }] })).toBe(false);
  });

  it("keep secret texts out of messages, plain and in base64", () => {
    const bag = { values: { data: { k: "hunter22" } }, secrets: [["data"]] };
    const base64 = Buffer.from("hunter22").toString("base64");
    expect(redact(`bad hunter22 and ${base64}`, bag)).toBe("bad [secret] and [secret]");
  });
});

describe("changes", () => {
  it("are told by their innermost paths in Pulumi's notation", () => {
    const found = changes(
      { a: { "b.c/d": 1, same: [1] }, gone: true },
      { a: { "b.c/d": 2, same: [1, UNKNOWN] }, come: null, added: "x" },
    );
    expect(found.map(({ path, kind }) => [formatPath(path), kind])).toEqual([
      ['a["b.c/d"]', "update"],
      ["a.same[1]", "add"],
      ["gone", "delete"],
      ["added", "add"],
    ]);
  });

  it("touch a pattern above, at and below it, and nothing beside it", () => {
    expect(touches(["spec"], "spec.selector")).toBe(true);
    expect(touches(["spec", "selector", "app"], "spec.selector")).toBe(true);
    expect(touches(["spec", "containers", 0, "image"], "spec.containers[*].image")).toBe(true);
    expect(touches(["spec", "replicas"], "spec.selector")).toBe(false);
  });
});

describe("drift", () => {
  it("is what differs from the last known state, not from how the program wrote it", () => {
    const inputs = { cpu: "0.1", replicas: 2, gone: "x" };
    const before = { cpu: "100m", replicas: 2, gone: "x", status: 1 };
    const now = { cpu: "100m", replicas: 5, status: 2 };
    expect(driftedInputs(inputs, before, now)).toEqual({ cpu: "0.1", replicas: 5 });
  });
});
