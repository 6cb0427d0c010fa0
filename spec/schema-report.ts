import type { z } from "zod";
import { suggestion } from "./nearest";
import { REMEDY } from "./primitives";
import { at, type Problem } from "./report";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * What a schema found, as problems that a user can act on.
 *
 * @param input the value that was parsed, to quote from
 * @param prefix path of that value in the stack
 */
export function schemaProblems(
  error: z.ZodError,
  schema: z.ZodType,
  input: unknown,
  prefix: Path = [],
): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, schema, input, prefix, []));
}

function issueProblems(
  issue: Issue,
  schema: z.ZodType,
  input: unknown,
  prefix: Path,
  outer: Path,
): Problem[] {
  const inner: Path = [...outer, ...issue.path];
  const path = at(...prefix, ...inner);
  const value = valueAt(input, inner);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: at(...prefix, ...inner, key),
        message: "is not a known key",
        remedy: suggestion(key, knownKeys(schema, inner, input)),
      }));
    case "invalid_type":
      return [
        value === undefined
          ? { path, message: `is missing`, remedy: `add it: ${expectation(issue.expected)}` }
          : {
              path,
              value,
              message: `is no ${issue.expected}`,
              remedy: `give ${expectation(issue.expected)}`,
            },
      ];
    case "invalid_value":
      return [
        {
          path,
          value,
          message: value === undefined ? "is missing" : "is not allowed",
          remedy:
            typeof value === "string"
              ? suggestion(value, issue.values.map(String))
              : `use one of: ${issue.values.map(String).join(", ")}`,
        },
      ];
    case "invalid_union":
      return unionProblems(issue, schema, input, prefix, inner);
    case "too_small":
      return [
        { path, value, message: "is too small", remedy: `give at least ${String(issue.minimum)}` },
      ];
    case "too_big":
      return [
        { path, value, message: "is too large", remedy: `give at most ${String(issue.maximum)}` },
      ];
    case "invalid_key":
      return issue.issues.flatMap((one) =>
        issueProblems({ ...one, path: [] }, schema, input, prefix, inner),
      );
    case "invalid_format":
    case "not_multiple_of":
    case "invalid_element":
    case "custom":
      return [{ path, ...(value === undefined ? {} : { value }), ...split(issue.message) }];
  }
}

/**
 * The problems of the alternative that the value comes nearest to: the one with the fewest, where
 * a wrong type at the top weighs most.
 */
function unionProblems(
  issue: Extract<Issue, { code: "invalid_union" }>,
  schema: z.ZodType,
  input: unknown,
  prefix: Path,
  inner: Path,
): Problem[] {
  const path = at(...prefix, ...inner);
  const value = valueAt(input, inner);
  if ("discriminator" in issue && typeof issue.discriminator === "string") {
    const given = valueAt(input, [...inner, issue.discriminator]);
    const known = discriminatorValues(schemaAt(schema, inner, input), issue.discriminator);
    if (known.length > 0) {
      return [
        {
          path: at(...prefix, ...inner, issue.discriminator),
          ...(given === undefined ? {} : { value: given }),
          message: given === undefined ? "is missing" : "is not allowed",
          remedy:
            typeof given === "string"
              ? suggestion(given, known)
              : `use one of: ${known.join(", ")}`,
        },
      ];
    }
  }
  const weigh = (issues: readonly Issue[]) =>
    issues.reduce(
      (sum, one) => sum + (one.path.length === 0 && one.code === "invalid_type" ? 100 : 1),
      0,
    );
  const best = [...issue.errors].sort((a, b) => weigh(a) - weigh(b))[0];
  if (best === undefined || weigh(best) >= 100) {
    return [
      {
        path,
        value,
        message: "has the wrong form",
        remedy: "see the field's description in docs/configuration.md",
      },
    ];
  }
  return best.flatMap((one) => issueProblems(one, schema, input, prefix, inner));
}

function split(message: string): { message: string; remedy: string } {
  const [wrong = message, remedy = "see docs/configuration.md"] = message.split(REMEDY);
  return { message: wrong, remedy };
}

const EXPECTATIONS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const expectation = (type: string): string => EXPECTATIONS[type] ?? type;

/** The value at a path, undefined where the path leads nowhere. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** Every key that the object schemas at a path know. */
function knownKeys(schema: z.ZodType, path: Path, input: unknown): string[] {
  return [
    ...new Set(schemasAt([schema], path, input).flatMap((one) => Object.keys(shapeOf(one) ?? {}))),
  ];
}

function schemaAt(schema: z.ZodType, path: Path, input: unknown): AnySchema | undefined {
  return schemasAt([schema], path, input)[0];
}

interface AnySchema {
  readonly _zod: { readonly def: Definition };
}
interface Definition {
  readonly type: string;
  readonly innerType?: AnySchema;
  readonly in?: AnySchema;
  readonly options?: readonly AnySchema[];
  readonly shape?: Readonly<Record<string, AnySchema>>;
  readonly valueType?: AnySchema;
  readonly element?: AnySchema;
  readonly values?: readonly unknown[];
}

function shapeOf(schema: AnySchema) {
  return schema._zod.def.shape;
}

/** Strips optional, default, pipe and the like, and opens unions. */
function alternatives(schema: AnySchema): AnySchema[] {
  const { def } = schema._zod;
  if (def.innerType !== undefined) return alternatives(def.innerType);
  if (def.type === "pipe" && def.in !== undefined) return alternatives(def.in);
  if (def.options !== undefined) return def.options.flatMap(alternatives);
  return [schema];
}

function schemasAt(start: readonly unknown[], path: Path, input: unknown): AnySchema[] {
  let schemas = (start as readonly AnySchema[]).flatMap(alternatives);
  let value = input;
  for (const key of path) {
    schemas = schemas
      .filter((schema) => fits(schema, value))
      .flatMap(({ _zod: { def } }) => {
        const child = def.shape?.[String(key)] ?? def.valueType ?? def.element;
        return child === undefined ? [] : alternatives(child);
      });
    value = valueAt(value, [key]);
  }
  const fitting = schemas.filter((schema) => fits(schema, value));
  return fitting.length > 0 ? fitting : schemas;
}

/** Whether a value may be meant for an object schema: every literal field that it has agrees. */
function fits(schema: AnySchema, value: unknown): boolean {
  const shape = shapeOf(schema);
  if (shape === undefined || typeof value !== "object" || value === null) return true;
  return Object.entries(shape).every(([key, field]) => {
    const { def } = field._zod;
    const given = (value as Record<string, unknown>)[key];
    return def.type !== "literal" || given === undefined || (def.values ?? []).includes(given);
  });
}

function discriminatorValues(schema: AnySchema | undefined, discriminator: string): string[] {
  if (schema === undefined) return [];
  return alternatives(schema).flatMap((one) => {
    const values = shapeOf(one)?.[discriminator]?._zod.def.values;
    return (values ?? []).map(String);
  });
}
