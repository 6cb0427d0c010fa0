import { z } from "zod";
import { appSchema } from "./app/app";
import { clusterSchema } from "./cluster";

/**
 * JSON Schema (draft 2020-12) of a stack as it is written, for editors and for tools that write
 * stacks. Defaults need not be written; what rules check over more than one field is not in it.
 *
 * The app model stands under `$defs.app`. An override in `apps` is any part of it.
 */
export function stackJsonSchema(): Record<string, unknown> {
  const cluster = z.toJSONSchema(clusterSchema, { io: "input" });
  const app = z.toJSONSchema(appSchema, { io: "input" });
  delete app.$schema;
  return {
    ...cluster,
    title: "A stack of Hearth",
    $defs: { app: { title: "An app of the catalogue", ...app } },
  };
}

/** The text of `schema/stack.schema.json`. */
export function stackJsonSchemaText(): string {
  return `${JSON.stringify(stackJsonSchema(), null, 2)}\n`;
}
