import type * as Yaml from "yaml";
import { at, type Problem } from "../report";
import type { Rule } from "./rule";

/**
 * Every patch of a node is YAML that Talos merges: mappings, each a strategic-merge patch or a
 * document with `apiVersion` and `kind`. RFC 6902 lists are refused, because Talos 1.12 and newer
 * do not apply them to multi-document configs.
 * https://www.talos.dev/v1.12/talos-guides/configuration/patching/
 */
export const patches: Rule = (spec) => {
  const problems: Problem[] = [];
  for (const [name, node] of Object.entries(spec.nodes)) {
    node.patches.forEach((text, index) => {
      const wrong = defect(text);
      if (wrong !== undefined) {
        problems.push({ path: at("nodes", name, "patches", index), ...wrong });
      }
    });
  }
  return problems;
};

const FORM = 'write a mapping such as "machine: {…}", or a document with apiVersion and kind';

function defect(text: string): Pick<Problem, "message" | "remedy"> | undefined {
  const documents = yaml().parseAllDocuments(text);
  if ("empty" in documents || documents.length === 0) {
    return { message: "is empty", remedy: "remove it" };
  }
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
      return {
        message: `is not YAML: line ${String(line)}, column ${String(col)}: ${reasonOf(error)}`,
        remedy: "correct that line",
      };
    }
    const { contents } = document;
    if (yaml().isSeq(contents) && contents.items.some(isOperation)) {
      return {
        message: "is an RFC 6902 (JSON) patch, which Talos does not apply to its documents",
        remedy: FORM,
      };
    }
    if (!yaml().isMap(contents)) return { message: "is no mapping", remedy: FORM };
  }
  return undefined;
}

function isOperation(item: unknown): boolean {
  return yaml().isMap(item) && item.has("op") && item.has("path");
}

function reasonOf(error: Yaml.YAMLError): string {
  return (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
}

/** Loaded only where a patch exists: most stacks have none, and start-up pays for every import. */
function yaml(): typeof Yaml {
  return require("yaml") as typeof Yaml;
}
