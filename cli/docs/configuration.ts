import { clusterSchema } from "../../spec/cluster";
import { fieldLine, fieldsOf } from "./app-fields";

/** The reference of all fields of a stack, as Markdown: a section for every top-level field. */
export function configurationFields(): string {
  const sections = new Map<string, string[]>();
  for (const field of fieldsOf(clusterSchema)) {
    const [top = ""] = field.path.split(".");
    sections.set(top, [...(sections.get(top) ?? []), fieldLine(field)]);
  }
  const isSingle = (lines: readonly string[]) => lines.length === 1;
  const single = [...sections.values()].filter(isSingle).flat();
  return [
    `### Single fields\n\n${single.join("\n")}\n`,
    ...[...sections]
      .filter(([, lines]) => !isSingle(lines))
      .map(([top, lines]) => `### ${top}\n\n${lines.join("\n")}\n`),
  ].join("\n");
}
