import { formatProblem } from "../../spec/report";
import { check } from "../../spec/validate";
import { scaled } from "./scale";

test("a thousand nodes and three thousand apps are valid", () => {
  const [input, context] = scaled(1_000, 3_000);
  const result = check(input, context);
  expect("problems" in result ? result.problems.map(formatProblem) : []).toEqual([]);
  expect("spec" in result && Object.keys(result.spec.nodes)).toHaveLength(1_000);
  expect("spec" in result && Object.keys(result.spec.apps)).toHaveLength(3_000);
});

test("a thousand clashes are a thousand problems", () => {
  const [input, context] = scaled(1_000, 10);
  const nodes = Object.fromEntries(
    Object.entries(input.nodes).map(([name, node]) =>
      name.startsWith("extra-") ? [name, { ...node, address: "192.169.0.1" }] : [name, node],
    ),
  );
  const result = check({ ...input, nodes }, context);
  expect("problems" in result && result.problems).toHaveLength(993);
});
