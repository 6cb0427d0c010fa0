import { parseAllDocuments, stringify } from "yaml";

/** One YAML document of a Talos config. */
export type TalosDocument = Readonly<Record<string, unknown>>;

/**
 * A document as YAML with sorted keys and one way to write everything, so that only a change of
 * content is a diff. Absent (`undefined`) fields are left out.
 */
export function canonicalYaml(document: TalosDocument): string {
  return stringify(document, {
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

/** Several documents as one canonical YAML stream. */
export function canonicalStream(documents: readonly TalosDocument[]): string {
  return documents.map(canonicalYaml).join("---\n");
}

/**
 * The documents of a YAML stream that somebody wrote by hand. The rules of the spec have already
 * refused what is no strategic merge patch.
 *
 * @throws TypeError where it is not YAML, or a document is no mapping
 */
export function parseStream(text: string): TalosDocument[] {
  return parseAllDocuments(text).map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new TypeError(`not YAML: ${error.message}`);
    const value: unknown = document.toJS();
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new TypeError("a Talos patch is a mapping");
    }
    return value as TalosDocument;
  });
}
