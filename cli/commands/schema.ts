import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackJsonSchemaText } from "../../spec/json-schema";
import { parse } from "./command";

/** Where editors find the JSON Schema of a stack. */
export const SCHEMA_FILE = join(__dirname, "..", "..", "schema", "stack.schema.json");

/** Writes the JSON Schema of a stack; to be run after every change of the spec's schema. */
export function run(argv: readonly string[]): Promise<number> {
  parse(argv, "npm run schema", {}, { min: 0, max: 0 });
  writeFileSync(SCHEMA_FILE, stackJsonSchemaText());
  return Promise.resolve(0);
}
