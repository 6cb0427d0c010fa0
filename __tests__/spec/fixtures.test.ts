import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { formatProblem } from "../../spec/report";
import { rules } from "../../spec/rules";
import { check } from "../../spec/validate";
import { arrange, fixtures, type Case } from "./fixture";

function linesOf(one: Case): string[] {
  const result = check(...arrange(one));
  return "problems" in result ? result.problems.map(formatProblem) : [];
}

const ruleFiles = readdirSync(join(__dirname, "../../spec/rules"))
  .filter((file) => file.endsWith(".ts") && file !== "index.ts" && file !== "rule.ts")
  .map((file) => basename(file, ".ts"));

const invalid = fixtures("invalid");
const valid = fixtures("valid");

describe.each(invalid)("%s refuses", (_rule, cases) => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    expect(one.problems?.length).toBeGreaterThan(0);
    expect(linesOf(one)).toEqual(one.problems);
  });
});

describe.each(valid)("%s allows", (_rule, cases) => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    expect(linesOf(one)).toEqual([]);
  });
});

describe("the rules", () => {
  const camel = (name: string) =>
    name.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase());

  test("every file is a listed rule", () => {
    expect(rules.map((rule) => rule.name).sort()).toEqual(ruleFiles.map(camel).sort());
  });

  test("every rule has a fixture that it refuses", () => {
    const tested = new Set(invalid.map(([rule]) => rule));
    expect(ruleFiles.filter((rule) => !tested.has(rule))).toEqual([]);
  });

  test("every fixture names a rule or the schema", () => {
    const named = [...invalid, ...valid].map(([rule]) => rule);
    const known = new Set([...ruleFiles, "schema", "apps", "base"]);
    expect(named.filter((rule) => !known.has(rule))).toEqual([]);
  });
});
