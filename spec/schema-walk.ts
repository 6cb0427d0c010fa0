import type { z } from "zod";

/** What the walk needs of a zod schema's definition; one shape for all kinds. */
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

/** The value at a path, undefined where the path leads nowhere. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/**
 * Every key that the object schemas at a path know. Where alternatives meet (a union), those are
 * left out whose literal fields contradict the input.
 */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], input: unknown) {
  const keys = schemasAt(schema as unknown as AnySchema, path, input).flatMap(({ _zod: { def } }) =>
    Object.keys(def.shape ?? {}),
  );
  return [...new Set(keys)];
}

function schemasAt(start: AnySchema, path: readonly PropertyKey[], input: unknown): AnySchema[] {
  let schemas = alternatives(start);
  let value = input;
  for (const key of path) {
    schemas = fitting(schemas, value).flatMap(({ _zod: { def } }) => {
      const child = field(def, String(key)) ?? def.valueType ?? def.element;
      return child === undefined ? [] : alternatives(child);
    });
    value = valueAt(value, [key]);
  }
  return fitting(schemas, value);
}

function field({ shape }: Definition, key: string): AnySchema | undefined {
  return shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : undefined;
}

/** Strips optional, default, pipe and the like, and opens unions. */
function alternatives(schema: AnySchema): AnySchema[] {
  const { def } = schema._zod;
  if (def.innerType !== undefined) return alternatives(def.innerType);
  if (def.type === "pipe" && def.in !== undefined) return alternatives(def.in);
  if (def.options !== undefined) return def.options.flatMap(alternatives);
  return [schema];
}

/** The schemas that a value may be meant for; all of them where none is. */
function fitting(schemas: AnySchema[], value: unknown): AnySchema[] {
  const found = schemas.filter((schema) => fits(schema, value));
  return found.length > 0 ? found : schemas;
}

/** Whether every literal field of an object schema agrees with the value. */
function fits({ _zod: { def } }: AnySchema, value: unknown): boolean {
  if (def.shape === undefined || typeof value !== "object" || value === null) return true;
  return Object.entries(def.shape).every(([key, { _zod }]) => {
    const given = valueAt(value, [key]);
    return (
      _zod.def.type !== "literal" || given === undefined || (_zod.def.values ?? []).includes(given)
    );
  });
}
