import { z } from "zod";
import {
  chartAppSchema,
  imageAppSchema,
  outsideAppSchema,
  platformAppSchema,
} from "../../spec/app/app";

/** The parts of a JSON schema that are read here. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  /** How zod writes a discriminated union. */
  readonly oneOf?: readonly Schema[];
}

/** A field as the reference shows it. */
export interface Field {
  /** Where it stands, e.g. `routes.<name>.gateway`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly default?: unknown;
  /** Empty where the schema says nothing, which a test refuses. */
  readonly description: string;
}

/** What is said of an app, as it is written. */
const schemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema;

/** All fields of a kind of app, depth first in the order of the schema. */
export function fieldsOf(schema: z.ZodType): Field[] {
  return walk(schemaOf(schema), "");
}

/** Fields of sidecars and jobs that are those of the app again: shown once, there. */
const REPEATED = /^(?:sidecars|cronJobs)\.<name>\.(?:env|ports|probes|resources|exceptions)$/;

function walk(schema: Schema, path: string): Field[] {
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const where = path === "" ? name : `${path}.${name}`;
    const repeated = REPEATED.test(where);
    const field: Field = {
      path: where,
      type: typeOf(child),
      required: schema.required?.includes(name) === true && child.default === undefined,
      ...(isPlain(child.default) ? { default: child.default } : {}),
      description: repeated ? `As the app's \`${name}\`` : (child.description ?? ""),
    };
    return repeated ? [field] : [field, ...walk(child, where)];
  });
  const values = schema.additionalProperties;
  return [
    ...properties,
    ...(typeof values === "object" ? walk(values, `${path}.<name>`) : []),
    ...(schema.items === undefined ? [] : walk(schema.items, `${path}[]`)),
    ...alternatives(path, schema.anyOf ?? schema.oneOf ?? []),
  ];
}

/**
 * Fields of the alternatives of a union, each once; none is required, because another may be chosen.
 * A field of several alternatives, such as the one that chooses, has the types of all.
 */
function alternatives(path: string, schemas: readonly Schema[]): Field[] {
  const seen = new Map<string, Field>();
  for (const field of schemas.flatMap((one) => walk(one, path))) {
    const known = seen.get(field.path);
    seen.set(field.path, {
      ...(known ?? field),
      required: false,
      type: joined(" or ", known?.type, field.type),
      description: joined("; ", known?.description, field.description),
    });
  }
  return [...seen.values()];
}

/** Texts in one line, each once, without empty ones. */
const joined = (separator: string, ...parts: readonly (string | undefined)[]): string =>
  [...new Set(parts.filter((part) => part !== undefined && part !== ""))].join(separator);

/** Defaults that say something: empty records and lists do not. */
const isPlain = (value: unknown): boolean =>
  value !== undefined && (typeof value !== "object" || (Array.isArray(value) && value.length > 0));

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(" or ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(" or ");
  switch (schema.type) {
    case "object":
      return schema.properties === undefined && typeof schema.additionalProperties === "object"
        ? `record of ${typeOf(schema.additionalProperties)}`
        : "object";
    case "array":
      return `list of ${typeOf(schema.items ?? {})}`;
    case "integer":
      return "number";
    case undefined:
      return "any";
    default:
      return schema.type;
  }
}

/** A field as an entry of a list. */
export const fieldLine = ({ path, type, required, default: value, description }: Field): string => {
  const notes = [
    type,
    ...(required ? ["required"] : []),
    ...(value === undefined ? [] : [`default \`${JSON.stringify(value)}\``]),
  ];
  const head = `- \`${path}\` (${notes.join(", ")})`;
  return description === "" ? head : `${head}: ${description}`;
};

/** The reference of all fields, as Markdown. */
export function appFields(): string {
  const image = fieldsOf(imageAppSchema);
  const chart = fieldsOf(chartAppSchema);
  const platform = fieldsOf(platformAppSchema);
  const has = (fields: readonly Field[], { path }: Field) =>
    fields.some((one) => one.path === path);
  const shared = image.filter((field) => has(chart, field) && has(platform, field));
  const rest = (fields: readonly Field[]) => fields.filter((field) => !has(shared, field));
  const section = (title: string, fields: readonly Field[]) =>
    `### ${title}\n\n${fields.map(fieldLine).join("\n")}\n`;
  return [
    section("Every entry", shared),
    section("An app from an image", rest(image)),
    section("An app from a chart", rest(chart)),
    section("A part of the platform", rest(platform)),
    section("A host outside of the cluster", rest(fieldsOf(outsideAppSchema))),
  ].join("\n");
}
