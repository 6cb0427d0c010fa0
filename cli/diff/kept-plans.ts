import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `cli/compile-cache.cjs`: entries that are forgotten when no run has used them for a month. */
interface Cache {
  readonly read: (key: string, folder: string) => string | undefined;
  readonly write: (key: string, content: string, folder: string) => void;
  readonly prune: (folder: string) => void;
}

/** What commits' programs printed, kept between runs: a commit says the same again. */
export interface KeptPlans {
  /** What was kept, undefined where nothing was or it cannot be read. */
  readonly read: (what: string) => unknown;
  readonly write: (what: string, value: unknown) => void;
}

/**
 * The kept plans of a stack at a tree of files. What a plan is made of is part of the key: the
 * tree, the packages that are installed here, the SDK that is linked among them, and Node.
 *
 * Plans are redacted when they are printed, so nothing secret is kept.
 *
 * @param root folder of the project, whose packages the other commit's program is run with
 * @param tree git's id of the files
 */
export function keptPlans(root: string, tree: string, stack: string): KeptPlans {
  const cache = require("../compile-cache.cjs") as Cache;
  const folder = join(root, "node_modules", ".cache", "hearth", "plans");
  const key = createHash("sha256")
    .update(JSON.stringify([process.versions.node, process.platform, process.arch, tree, stack]))
    .update(packagesOf(root))
    .digest("hex");
  const entry = (what: string) => `${key}.${what}.json`;
  return {
    read: (what) => {
      try {
        return JSON.parse(cache.read(entry(what), folder) ?? "") as unknown;
      } catch {
        return undefined;
      }
    },
    write: (what, value) => {
      cache.write(entry(what), JSON.stringify(value), folder);
      cache.prune(folder);
    },
  };
}

/** What tells the installed packages apart: npm's own list of them, and the SDK's files. */
function packagesOf(root: string): string {
  const digest = createHash("sha256");
  const add = (file: string) => digest.update(file).update(readFileSync(join(root, file)));
  add("node_modules/.package-lock.json");
  const files = readdirSync(join(root, "sdks"), { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    add(join(file.parentPath, file.name).slice(root.length + 1));
  }
  return digest.digest("hex");
}
