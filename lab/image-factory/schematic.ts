/**
 * The Image Factory's schematics: what a Talos image is made of, and the id that follows from it.
 * https://github.com/siderolabs/image-factory#post-schematics
 */
import { createHash } from "node:crypto";
import { parse, stringify } from "yaml";

/** A schematic's fields, in the order in which the factory writes them. */
const fields = {
  overlay: ["image", "name", "options"],
  customization: ["extraKernelArgs", "meta", "systemExtensions", "secureboot"],
  systemExtensions: ["officialExtensions"],
} as const;

type Fields = Record<string, unknown>;

/** A schematic that the factory does not take. */
export class SchematicError extends Error {}

/**
 * The canonical text of a schematic: known fields in their order, empty ones left out, as Go's
 * YAML library indents. The order of extensions is kept, and so matters.
 *
 * @throws SchematicError when the text is no schematic
 */
export function canonical(text: string): string {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new SchematicError(`invalid YAML: ${(error as Error).message.split("\n")[0] ?? ""}`);
  }
  const given = objectOf(document ?? {}, "schematic", ["overlay", "customization"]);
  const overlay = ordered(given.overlay ?? {}, "overlay", fields.overlay);
  const customization = ordered(given.customization ?? {}, "customization", fields.customization);
  if (customization.systemExtensions !== undefined) {
    customization.systemExtensions = ordered(
      customization.systemExtensions,
      "systemExtensions",
      fields.systemExtensions,
    );
    if (isEmpty(customization.systemExtensions)) delete customization.systemExtensions;
  }
  const result = { ...(isEmpty(overlay) ? {} : { overlay }), customization };
  return stringify(result, { indent: 4, lineWidth: 0, singleQuote: true });
}

/** The id: SHA-256 of the canonical text, in hex. @throws SchematicError */
export function schematicId(text: string): string {
  return createHash("sha256").update(canonical(text)).digest("hex");
}

function objectOf(value: unknown, where: string, known: readonly string[]): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SchematicError(`${where}: expected a mapping`);
  }
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) throw new SchematicError(`field ${name} not found in ${where}`);
  }
  return value as Fields;
}

function ordered(value: unknown, where: string, known: readonly string[]): Fields {
  const given = objectOf(value, where, known);
  const kept = known.filter((name) => !isEmpty(given[name]));
  return Object.fromEntries(kept.map((name) => [name, given[name]]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}
