import * as fc from "fast-check";
import { fieldChanges } from "../../../cli/diff/fields";

describe("the fields that differ", () => {
  it("are named by their path, keys that need it in quotes", () => {
    const before = { metadata: { annotations: { "a.b/c": "1" } }, spec: { replicas: 1 } };
    const after = { metadata: { annotations: { "a.b/c": "2" } }, spec: { replicas: 2 } };
    expect(fieldChanges(before, after)).toEqual([
      { path: 'metadata.annotations["a.b/c"]', before: "1", after: "2" },
      { path: "spec.replicas", before: 1, after: 2 },
    ]);
  });

  it("compare elements of lists by their names, wherever they stand", () => {
    const a = { name: "a", image: "a:1" };
    const b = { name: "b", image: "b:1" };
    expect(fieldChanges([a, b], [b, { ...a, image: "a:2" }])).toEqual([
      { path: "[a].image", before: "a:1", after: "a:2" },
    ]);
    expect(fieldChanges({ list: [a] }, { list: [b, a] })).toEqual([{ path: "list[b]", after: b }]);
  });

  it("compare lists of plain values as sets, and see another order", () => {
    expect(fieldChanges({ args: ["a", "b"] }, { args: ["b", "c"] })).toEqual([
      { path: "args[]", before: "a" },
      { path: "args[]", after: "c" },
    ]);
    expect(fieldChanges({ args: ["a", "b"] }, { args: ["b", "a"] })).toEqual([
      { path: "args", before: ["a", "b"], after: ["b", "a"] },
    ]);
    expect(fieldChanges(["a"], ["a", "a"])).toEqual([{ path: "[]", after: "a" }]);
  });

  it("take null for absent", () => {
    expect(fieldChanges({ a: null }, {})).toEqual([]);
    expect(fieldChanges(undefined, { a: 1 })).toEqual([{ path: "", after: { a: 1 } }]);
  });

  it("are none exactly where nothing differs", () => {
    const plain = fc.jsonValue({ maxDepth: 4 });
    fc.assert(fc.property(plain, (one) => fieldChanges(one, structuredClone(one)).length === 0));
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(fieldChanges({ a: [{ b: one }] }, { a: [{ b: other }] })).toHaveLength(
          one === other ? 0 : 1,
        );
      }),
    );
  });
});
