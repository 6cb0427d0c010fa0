import { canonicalStream, canonicalYaml, parseStream } from "../../../components/talos/canonical";

test("keys are sorted and absent fields left out, at any depth", () => {
  expect(canonicalYaml({ b: { d: 1, c: undefined, a: [{ z: 1, y: 2 }] }, a: "x" })).toBe(
    "a: x\nb:\n  a:\n    - y: 2\n      z: 1\n  d: 1\n",
  );
});

test("re-formatting by hand is no difference", () => {
  const tidy = "machine:\n  sysctls:\n    a: \"1\"\n    b: '2'\n";
  const untidy = "# why\nmachine: {sysctls: {b: \"2\",   a: '1'}}\n";
  expect(canonicalStream(parseStream(untidy))).toBe(canonicalStream(parseStream(tidy)));
});

test("documents stay apart and in order", () => {
  expect(parseStream("b: 1\n---\na: 1\n")).toEqual([{ b: 1 }, { a: 1 }]);
  expect(canonicalStream([{ b: 1 }, { a: 1 }])).toBe("b: 1\n---\na: 1\n");
});

test("a repeated object is written out, never as an alias", () => {
  const shared = { x: 1 };
  expect(canonicalYaml({ a: shared, b: shared })).not.toContain("*");
});

test.each(["- op: add\n", "text", "a: [1"])("%j is no patch", (text) => {
  expect(() => parseStream(text)).toThrow(TypeError);
});
