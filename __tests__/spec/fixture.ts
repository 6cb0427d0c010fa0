import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { AppInput } from "../../spec/app/app";
import { mergeOverride } from "../../spec/app/override";
import type { ValidationContext } from "../../spec/validate";
import { base, catalog, context } from "./base";

/** One change of the valid base, and the lines that it is answered with. */
export interface Case {
  readonly name: string;
  /** Merged into the stack; null removes. */
  readonly change?: unknown;
  /** Merged into the catalogue. */
  readonly catalog?: unknown;
  readonly pins?: ValidationContext["pins"];
  readonly problems?: readonly string[];
}

/** The cases of every file in a folder next to this one, by rule (the file's name). */
export function fixtures(folder: "valid" | "invalid"): (readonly [rule: string, Case[]])[] {
  const path = join(__dirname, folder);
  return readdirSync(path)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => [
      basename(file, ".yaml"),
      parse(readFileSync(join(path, file), "utf8")) as Case[],
    ]);
}

/** The stack and context of a case. */
export function arrange(one: Case): readonly [input: unknown, context: ValidationContext] {
  return [
    mergeOverride(base, one.change),
    {
      catalog: mergeOverride(catalog, one.catalog) as Record<string, AppInput>,
      pins: one.pins ?? context.pins,
    },
  ];
}
