import type { App, AppInput } from "./app/app";
import { resolveApp, unknownApp } from "./app/override";
import { clusterSchema, type ClusterSpec } from "./cluster";
import { derive } from "./derive";
import { own } from "./lookup";
import { isRecord } from "./record";
import { SpecError, type Problem } from "./report";
import { rules, type RuleContext } from "./rules";
import { schemaProblems } from "./schema-report";
import { valueAt } from "./schema-walk";

/** What a stack is validated against, handed in because the spec knows neither catalogue nor pins. */
export interface ValidationContext extends RuleContext {
  /** Every app definition by name. */
  readonly catalog: Readonly<Record<string, AppInput>>;
}

/**
 * Everything that is wrong with a stack, or the valid cluster.
 *
 * Schema problems, those of the apps included, are reported without the cross-field rules, which
 * need well-formed data; problems of apps and of rules come together.
 */
export function check(
  input: unknown,
  context: ValidationContext,
): { readonly spec: ClusterSpec } | { readonly problems: readonly Problem[] } {
  const parsed = clusterSchema.safeParse(input);
  if (!parsed.success) {
    const overrides = valueAt(input, ["apps"]);
    const { problems } = resolveApps(isRecord(overrides) ? overrides : {}, context);
    return { problems: [...schemaProblems(parsed.error, clusterSchema, input), ...problems] };
  }
  const { apps, problems } = resolveApps(parsed.data.apps, context);
  const spec = derive(parsed.data, apps);
  const selectedApps = new Set(Object.keys(parsed.data.apps));
  const knownApps = new Set(Object.keys(context.catalog));
  const facts = { ...context, selectedApps, knownApps };
  const all = [...problems, ...rules.flatMap((rule) => rule(spec, facts))];
  return all.length === 0 ? { spec } : { problems: all };
}

/**
 * The valid cluster of a stack.
 *
 * @throws SpecError with every problem, one line each
 */
export function validate(source: string, input: unknown, context: ValidationContext): ClusterSpec {
  const result = check(input, context);
  if ("problems" in result) throw new SpecError(source, result.problems);
  return result.spec;
}

function resolveApps(
  overrides: Readonly<Record<string, unknown>>,
  { catalog }: ValidationContext,
): { readonly apps: Readonly<Record<string, App>>; readonly problems: readonly Problem[] } {
  const apps: Record<string, App> = {};
  const problems: Problem[] = [];
  for (const [name, override] of Object.entries(overrides)) {
    const definition = own(catalog, name);
    if (definition === undefined) {
      problems.push(unknownApp(name, Object.keys(catalog)));
      continue;
    }
    const resolved = resolveApp(name, definition, override);
    if ("app" in resolved) apps[name] = resolved.app;
    else problems.push(...resolved.problems);
  }
  return { apps, problems };
}
