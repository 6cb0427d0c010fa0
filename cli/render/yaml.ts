import { stringify } from "yaml";

/** YAML with a stable form: keys as written, no line folding, no anchors. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
