import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appFields } from "./app-fields";
import { configurationFields } from "./configuration";
import { replaceGenerated } from "./generated";

/** Writes the generated parts of the documents anew: `npm run docs`. */
for (const [file, part] of [
  ["apps.md", appFields()],
  ["configuration.md", configurationFields()],
] as const) {
  const path = join(__dirname, "../../docs", file);
  writeFileSync(path, replaceGenerated(readFileSync(path, "utf8"), part));
}
