import { PluginError } from "../shared/errors";
import { asObject, asString, textOf } from "../shared/values";
import type { Properties } from "../shared/values";
import { compileJsonPath } from "./jsonpath";
import { checkFor, conditionTrue } from "./ready";
import type { Check, Verdict } from "./ready";

/**
 * What to wait for on an object, from its annotations or, without them, from its kind.
 * `undefined` where there is nothing to wait for.
 *
 * - `pulumi.com/skipAwait: "true"`: nothing.
 * - `pulumi.com/waitFor`: `condition=Type[=Status]`, `jsonpath={path}[=value]`, or a JSON list of
 *   these, all of which must hold; it takes the place of the kind's own check.
 *
 * https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
 *
 * @throws PluginError if `waitFor` is not understood.
 */
export function waitCheck(object: Properties): Check | undefined {
  const annotations = annotationsOf(object);
  if (annotations["pulumi.com/skipAwait"] === "true") return undefined;
  const waitFor = asString(annotations["pulumi.com/waitFor"]);
  return waitFor === undefined ? checkFor(object) : all(expressionsOf(waitFor).map(compile));
}

/** True if the object must not be waited for, neither when it comes nor when it goes. */
export function skipsAwait(object: Properties): boolean {
  return annotationsOf(object)["pulumi.com/skipAwait"] === "true";
}

/** The time limit that the object's annotation gives, in ms. */
export function annotatedTimeout(object: Properties): number | undefined {
  const seconds = Number(annotationsOf(object)["pulumi.com/timeoutSeconds"]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

function annotationsOf(object: Properties): Properties {
  return asObject(asObject(object["metadata"])["annotations"]);
}

function expressionsOf(waitFor: string): string[] {
  if (!waitFor.trimStart().startsWith("[")) return [waitFor];
  try {
    const list = JSON.parse(waitFor) as unknown;
    if (Array.isArray(list) && list.every((item) => typeof item === "string")) return list;
  } catch {
    // The message below says what is wanted.
  }
  throw new PluginError(`pulumi.com/waitFor: ${waitFor} is not a JSON list of strings`);
}

function compile(expression: string): Check {
  const condition = /^condition=([^=]+)(?:=(.+))?$/.exec(expression);
  if (condition) {
    const [, type = "", status] = condition;
    return (object) => conditionTrue(object, type, status);
  }
  const jsonpath = /^jsonpath=(\{.*\})(?:=(.*))?$/s.exec(expression);
  if (jsonpath) {
    const [, path = "", wanted] = jsonpath;
    const find = compileJsonPath(path);
    return (object) => matches(find(object).map(textOf), path, wanted);
  }
  throw new PluginError(
    `pulumi.com/waitFor: "${expression}" is neither condition=Type[=Status] nor jsonpath={path}[=value]`,
  );
}

function matches(found: readonly string[], path: string, wanted: string | undefined): Verdict {
  if (found.length > 0 && (wanted === undefined || found.every((text) => text === wanted))) {
    return { state: "ready" };
  }
  const has = found.length > 0 ? `is ${found.join(", ")}` : "is not there yet";
  return { state: "waiting", for: `${path}${wanted === undefined ? "" : `=${wanted}`} (${has})` };
}

/** Ready when all are; the first that is not speaks. */
function all(checks: readonly Check[]): Check {
  return async (object, api) => {
    for (const check of checks) {
      const verdict = await check(object, api);
      if (verdict.state !== "ready") return verdict;
    }
    return { state: "ready" };
  };
}
