import { z } from "zod";
import { chartAppSchema, imageAppSchema, platformAppSchema } from "../../spec/app/app";
import { clusterSchema } from "../../spec/cluster";
import * as primitives from "../../spec/primitives";

/** The parts of a JSON schema in which fields stand. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** A field of an object, in each alternative by itself. */
interface Field {
  readonly path: string;
  readonly description: string | undefined;
}

function fieldsOf(schema: Schema, path: string): Field[] {
  const values = schema.additionalProperties;
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) => [
      { path: `${path}.${name}`, description: child.description },
      ...fieldsOf(child, `${path}.${name}`),
    ]),
    ...(typeof values === "object" ? fieldsOf(values, `${path}.<name>`) : []),
    ...(schema.items === undefined ? [] : fieldsOf(schema.items, `${path}[]`)),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one, index) =>
      fieldsOf(one, `${path}<${String(index)}>`),
    ),
  ];
}

/** What a word of the spec says of itself: its form, and not what a field is for. */
const ofForm = new Set(
  Object.values(primitives).flatMap((one) =>
    one instanceof z.ZodType && one.description !== undefined ? [one.description] : [],
  ),
);
/** Words whose own description says it, wherever they stand. */
for (const word of [primitives.architecture, primitives.reason])
  ofForm.delete(word.description ?? "");

describe.each([
  ["a stack", clusterSchema],
  ["an app from an image", imageAppSchema],
  ["an app from a chart", chartAppSchema],
  ["a part of the platform", platformAppSchema],
])("every field of %s", (_name, schema) => {
  const fields = fieldsOf(
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema,
    "",
  );

  it("is described", () => {
    expect(fields.length).toBeGreaterThan(10);
    expect(fields.filter(({ description = "" }) => description === "")).toEqual([]);
  });

  it("says what it is for, not only what form it has", () => {
    expect(fields.filter(({ description = "" }) => ofForm.has(description))).toEqual([]);
  });
});
