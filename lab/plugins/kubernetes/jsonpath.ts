import { PluginError } from "../shared/errors";
import { isObject, textOf } from "../shared/values";
import type { Value } from "../shared/values";

/** Takes one step from each of the values that the path has reached. */
type Step = (value: Value) => Value[];

/**
 * Compiles a JSONPath of the form that `kubectl wait --for=jsonpath` takes:
 * `{.status.phase}`, `{.spec['a.b'][0].x}`, `{.items[*].y}`, `{.status.conditions[?(@.type=="Ready")].status}`.
 *
 * https://kubernetes.io/docs/reference/kubectl/jsonpath/
 *
 * @returns a function that gives all values at the path; none where the path leads nowhere.
 * @throws PluginError naming what is not understood.
 */
export function compileJsonPath(expression: string): (root: Value) => Value[] {
  const source = expression
    .trim()
    .replace(/^\{(.*)\}$/s, "$1")
    .replace(/^\$/, "");
  const steps: Step[] = [];
  const token =
    /^(?:\.?\[\?\(\s*@\.([\w.-]+)\s*==\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*\)\]|\.?\[(-?\d+)\]|\.?\[\*\]|\.?\['([^']*)'\]|\.?\["([^"]*)"\]|\.\*|\.((?:\\.|[\w$/-])+))/;
  let rest = source === "" || /^[.[]/.test(source) ? source : `.${source}`;
  while (rest !== "" && rest !== ".") {
    const match = token.exec(rest);
    if (!match) {
      throw new PluginError(`JSONPath ${expression}: "${rest}" is not understood`);
    }
    rest = rest.slice(match[0].length);
    const [, filter, doubleQuoted, singleQuoted, bare, index, quoted, quoted2, field] = match;
    if (filter !== undefined) {
      steps.push(where(filter, doubleQuoted ?? singleQuoted ?? bare ?? ""));
    } else if (index !== undefined) {
      steps.push((value) => (Array.isArray(value) ? present(value.at(Number(index))) : []));
    } else if (quoted !== undefined || quoted2 !== undefined || field !== undefined) {
      steps.push(child(quoted ?? quoted2 ?? (field ?? "").replace(/\\(.)/g, "$1")));
    } else {
      steps.push(elements);
    }
  }
  return (root) => steps.reduce((values, step) => values.flatMap(step), [root]);
}

function child(name: string): Step {
  return (value) => (isObject(value) ? present(value[name]) : []);
}

function where(path: string, expected: string): Step {
  const find = compileJsonPath(`.${path}`);
  return (value) =>
    elements(value).filter((item) => find(item).some((found) => textOf(found) === expected));
}

function elements(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function present(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}
