import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Fact, Facts, Shape } from "./schema";
import { functions, place, resources, types } from "./schema";

const root = join(__dirname, "../../../sdks/talos");

/** Declared members of the interfaces and classes of a declaration file: `Name` or `namespace.Name` → name → type. */
function declarations(file: string): Map<string, Record<string, string>> {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  );
  const found = new Map<string, Record<string, string>>();
  const members = (list: ts.NodeArray<ts.Node>) =>
    Object.fromEntries(
      list
        .filter(
          (m): m is ts.PropertySignature | ts.PropertyDeclaration =>
            ts.isPropertySignature(m) || ts.isPropertyDeclaration(m),
        )
        .map((m) => [
          m.name.getText() + (m.questionToken ? "?" : ""),
          m.type
            ?.getText()
            .replace(/\s+/g, " ")
            .replace(/< | >/g, (edge) => edge.trim()) ?? "",
        ]),
    );
  const visit = (prefix: string) => (node: ts.Node) => {
    if (ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body)) {
      node.body.statements.forEach(visit(`${node.name.text}.`));
    } else if ((ts.isInterfaceDeclaration(node) || ts.isClassDeclaration(node)) && node.name) {
      found.set(prefix + node.name.text, members(node.members));
    }
  };
  source.statements.forEach(visit(""));
  return found;
}

/** Renders each property with `type` and a `?` where it may be left out. */
const render = (facts: Facts, optional: (fact: Fact) => boolean, type: (fact: Fact) => string) =>
  Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name + (optional(fact) ? "?" : ""), type(fact)]),
  );
const isObject = (type: string) => types.has(type.replace("[]", ""));
const absent = (fact: Fact) => !fact.required;

/** Types whose argument form is a second interface, because an invoke also takes them plain. */
const inputTypes = declarations("types/input.d.ts");
const outputTypes = declarations("types/output.d.ts");
const wrap = (type: string) =>
  type.endsWith("[]") ? `Input<Input<${type.slice(0, -2)}>[]>` : `Input<${type}>`;
const argument = (prefix: string) => (fact: Fact) => {
  const name = prefix + fact.type;
  return wrap(
    isObject(fact.type) ? (inputTypes.has(`${fact.type}Args`) ? `${name}Args` : name) : fact.type,
  );
};
const plain = (prefix: string) => (fact: Fact) =>
  isObject(fact.type) ? prefix + fact.type : fact.type;
const output = (fact: Fact) =>
  `Output<${plain("outputs.")(fact)}${fact.required ? "" : " | undefined"}>`;

describe.each(resources)("%s", (token, shape) => {
  const { module, file, member } = place(token);
  const declared = declarations(`${module}/${file}.d.ts`);

  test("declares the schema's outputs, arguments and state", () => {
    expect(declared.get(member)).toEqual(render(shape.outputs, () => false, output));
    expect(declared.get(`${member}Args`)).toEqual(
      render(shape.inputs, absent, argument("inputs.")),
    );
    expect(declared.get(`${member}State`)).toEqual(
      render(shape.outputs, () => true, argument("inputs.")),
    );
  });
});

describe.each(functions)("%s", (token, shape) => {
  const { module, file, member } = place(token);
  const declared = declarations(`${module}/${file}.d.ts`);
  const name = member.charAt(0).toUpperCase() + member.slice(1);

  test("declares the schema's arguments in both forms, and its result", () => {
    expect(declared.get(`${name}Args`)).toEqual(render(shape.inputs, absent, plain("inputs.")));
    expect(declared.get(`${name}OutputArgs`)).toEqual(
      render(shape.inputs, absent, argument("inputs.")),
    );
    expect(declared.get(`${name}Result`)).toEqual(render(shape.outputs, absent, plain("outputs.")));
  });
});

/** Names of the object types that can be reached from the given properties. */
function reachable(
  roots: readonly Facts[],
  side: keyof Shape,
  seen = new Set<string>(),
): Set<string> {
  for (const facts of roots) {
    for (const { type } of Object.values(facts)) {
      const shape = types.get(type);
      if (shape && !seen.has(type)) {
        seen.add(type);
        reachable([shape[side]], side, seen);
      }
    }
  }
  return seen;
}

test("every output type has the schema's members, and there is no other", () => {
  const everything = [...resources, ...functions].map(([, shape]) => shape.outputs);
  const expected = reachable(everything, "outputs");
  expect([...outputTypes.keys()].sort()).toEqual([...expected].sort());
  for (const type of expected) {
    const module = type.split(".")[0] ?? "";
    const facts = types.get(type)?.outputs ?? {};
    const near = (fact: Fact) => fact.type.replace(`${module}.`, "");
    expect([type, outputTypes.get(type)]).toEqual([type, render(facts, absent, near)]);
  }
});

test("every input type has the schema's members, plain or from outputs, and there is no other", () => {
  const ofResources = resources.flatMap(([, shape]) => [shape.inputs, shape.outputs]);
  const ofFunctions = functions.map(([, shape]) => shape.inputs);
  const withPlainForm = reachable(ofFunctions, "inputs");
  const expected = reachable([...ofResources, ...ofFunctions], "inputs");
  const names = [...expected].flatMap((type) =>
    withPlainForm.has(type) ? [type, `${type}Args`] : [type],
  );
  expect([...inputTypes.keys()].sort()).toEqual(names.sort());
  for (const type of expected) {
    const module = type.split(".")[0] ?? "";
    const facts = types.get(type)?.inputs ?? {};
    const near = (text: string) => text.replace(`${module}.`, "");
    const fromOutputs = render(facts, absent, (fact) => near(argument("")(fact)));
    const form = withPlainForm.has(type) ? `${type}Args` : type;
    expect([form, inputTypes.get(form)]).toEqual([form, fromOutputs]);
    if (withPlainForm.has(type)) {
      expect([type, inputTypes.get(type)]).toEqual([
        type,
        render(facts, absent, (fact) => near(fact.type)),
      ]);
    }
  }
});
