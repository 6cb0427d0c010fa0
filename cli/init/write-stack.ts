import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../spec/report";

/**
 * Writes new files under a folder: all of them, or none.
 *
 * @throws UserError with a line for every file that is there already; then nothing is written
 */
export function writeNew(root: string, files: ReadonlyMap<string, string>): void {
  const there = [...files.keys()].filter((file) => existsSync(join(root, file)));
  if (there.length > 0) {
    throw new UserError(
      there.map((file) => `${file}: is there already; choose another name, or remove it first`),
    );
  }
  const written: string[] = [];
  try {
    for (const [file, text] of files) {
      // wx: a file that appeared in between is never replaced.
      writeFileSync(join(root, file), text, { flag: "wx" });
      written.push(file);
    }
  } catch (error) {
    for (const file of written) rmSync(join(root, file), { force: true });
    throw error;
  }
}
