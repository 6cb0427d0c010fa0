import { readFileSync } from "node:fs";
import { SCHEMA_FILE } from "../../cli/commands/schema";
import { categories } from "../../spec/app/app";
import { clusterSchema } from "../../spec/cluster";
import { stackJsonSchema, stackJsonSchemaText } from "../../spec/json-schema";

interface Node {
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly description?: string;
}

describe("stackJsonSchema", () => {
  const schema = stackJsonSchema() as unknown as Node & {
    readonly $defs: { readonly app: { readonly anyOf: readonly Node[] } };
  };

  test("the file is fresh (npm run schema writes it)", () => {
    expect(readFileSync(SCHEMA_FILE, "utf8")).toBe(stackJsonSchemaText());
  });

  test("knows every key of a stack and no other", () => {
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(clusterSchema.shape));
    expect(schema.additionalProperties).toBe(false);
  });

  test("asks for what has no default only", () => {
    expect(schema.required).toEqual([
      "name",
      "domain",
      "timeZone",
      "talos",
      "kubernetes",
      "network",
      "gateways",
      "hardware",
      "nodes",
      "secretStore",
      "apps",
    ]);
  });

  test("describes every key of a stack", () => {
    const silent = Object.entries(schema.properties ?? {}).filter(
      ([, { description }]) => description === undefined || description === "",
    );
    expect(silent).toEqual([]);
  });

  test("holds the four kinds of apps, each in a known category", () => {
    const kinds = schema.$defs.app.anyOf;
    expect(kinds.map(({ properties }) => Object.keys(properties ?? {}))).toEqual([
      expect.arrayContaining(["image"]),
      expect.arrayContaining(["chart"]),
      expect.arrayContaining(["layer"]),
      expect.arrayContaining(["backend"]),
    ]);
    for (const { properties } of kinds) {
      expect(properties?.["category"]).toMatchObject({ enum: [...categories] });
    }
  });
});
