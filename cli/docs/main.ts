import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appFields } from "./app-fields";
import { replaceGenerated } from "./generated";

/** Writes the generated parts of the documents anew: `npm run docs`. */
const path = join(__dirname, "../../docs/apps.md");
writeFileSync(path, replaceGenerated(readFileSync(path, "utf8"), appFields()));
