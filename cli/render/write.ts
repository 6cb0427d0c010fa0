import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../../spec/report";

/** Marks a folder as ours, so that a folder with other things in it is never replaced. */
const MARKER = ".hearth-render";

/**
 * Writes files under a folder, all or none: they are written beside it and then take its place.
 *
 * @throws UserError where the folder holds something that `render` did not write
 */
export async function writeTree(out: string, files: ReadonlyMap<string, string>): Promise<void> {
  const target = resolve(out);
  await refuseForeign(target, out);
  const staging = `${target}.${String(process.pid)}.tmp`;
  try {
    for (const [path, text] of [[MARKER, ""] as const, ...files]) {
      const file = join(staging, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await rm(target, { recursive: true, force: true });
    await rename(staging, target);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function refuseForeign(target: string, out: string): Promise<void> {
  const info = await stat(target).catch(() => undefined);
  if (info === undefined) return;
  const entries = info.isDirectory() ? await readdir(target) : ["file"];
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw new UserError([
      `--out ${out}: holds files that render did not write; name a new or empty folder`,
    ]);
  }
}
