import { suggestion } from "../nearest";
import { isRecord } from "../record";
import { at, type Problem } from "../report";
import { schemaProblems } from "../schema-report";
import {
  chartAppSchema,
  imageAppSchema,
  outsideAppSchema,
  platformAppSchema,
  type App,
  type AppInput,
  type ChartAppInput,
  type ImageAppInput,
  type OutsideAppInput,
  type PlatformAppInput,
} from "./app";

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> | null }
    : T;

/**
 * What a stack changes about an app: the same shape, every field optional. Objects merge, lists and
 * plain values replace, null removes.
 */
export type AppOverride<
  A extends AppInput = ImageAppInput | ChartAppInput | PlatformAppInput | OutsideAppInput,
> = A extends AppInput
  ? DeepPartial<Omit<A, "name" | "category" | "image" | "chart" | "layer">>
  : never;

/** Merges an override into a definition: objects merge, lists and plain values replace, null removes. */
export function mergeOverride(base: unknown, override: unknown): unknown {
  if (override === undefined) return base;
  if (!isRecord(override)) return override;
  // Where there is nothing to merge with, a null removes nothing; it must not stay as a value.
  const merged = new Map(Object.entries(isRecord(base) ? base : {}));
  for (const [key, value] of Object.entries(override)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergeOverride(merged.get(key), value));
  }
  // From entries, so that a key such as "__proto__" stays a key.
  return Object.fromEntries(merged);
}

/** A selected app with its override merged in and its defaults filled, or what is wrong with it. */
export function resolveApp(
  name: string,
  definition: AppInput,
  override: unknown,
): { readonly app: App } | { readonly problems: readonly Problem[] } {
  const merged = mergeOverride(definition, override);
  const schema = schemaOf(definition);
  const result = schema.safeParse(merged);
  if (result.success) return { app: result.data };
  return { problems: schemaProblems(result.error, schema, merged, ["apps", name]) };
}

/** The problem of a selected app that the catalogue does not have. */
export function unknownApp(name: string, known: readonly string[]): Problem {
  return {
    path: at("apps", name),
    message: "the catalogue has no such app",
    remedy: suggestion(name, known),
  };
}

function schemaOf(definition: AppInput) {
  if ("image" in definition) return imageAppSchema;
  if ("chart" in definition) return chartAppSchema;
  return "backend" in definition ? outsideAppSchema : platformAppSchema;
}
