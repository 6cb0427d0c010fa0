import { execFile, type ExecFileException } from "node:child_process";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { UserError } from "../../spec/report";
import type { PlanDocument } from "../plan/document";
import { keptPlans, type KeptPlans } from "./kept-plans";

/** Longest that another commit's plan or render may take, in milliseconds. */
const TIMEOUT = 60_000;

/** Most that a plan may print, in bytes; `home` prints 1 MB. */
const LARGEST = 512 * 1024 * 1024;

/** Where the program of a commit is run. */
export interface CommitPlace {
  /** As it was named: a branch, a tag, a commit. */
  readonly ref: string;
  readonly stack: string;
  /** Folder of the project in its repository. */
  readonly root: string;
  /** An empty folder for the commit's files. */
  readonly folder: string;
}

/**
 * The program of another commit: its files are written to a folder, the installed packages of the
 * working tree are linked in, and its own `plan --json` and `render` run there. The repository is
 * only read. What it printed is kept, so that it runs once for each tree of files.
 */
export class CommitProgram {
  readonly #place: CommitPlace;
  readonly #kept: KeptPlans;
  /** Folder of the repository. */
  readonly #top: string;
  /** Git's id of the files of the project. */
  readonly #tree: string;
  readonly #stop: AbortSignal | undefined;
  #checkedOut: Promise<string> | undefined;

  private constructor(
    place: CommitPlace,
    top: string,
    tree: string,
    stop: AbortSignal | undefined,
  ) {
    this.#place = place;
    this.#top = top;
    this.#stop = stop;
    this.#tree = tree;
    this.#kept = keptPlans(place.root, tree, place.stack);
  }

  /**
   * @param stop ends the programs that were begun
   * @returns undefined where the commit does not have the stack yet
   * @throws UserError where git does not know the commit
   */
  static async open(place: CommitPlace, stop?: AbortSignal): Promise<CommitProgram | undefined> {
    const { ref, root, stack } = place;
    const git = (...args: string[]) => run("git", ["-C", root, ...args], { stop });
    const where = await git("rev-parse", "--show-toplevel", "--show-prefix");
    const [top = root, prefix = ""] = where.stdout.split("\n");
    const name = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
    const tree = await git(...name, `${ref}^{commit}:${prefix}`);
    if (tree.failed) {
      throw new UserError([
        `--diff ${ref}: git knows no such commit; name a branch, tag or commit (a shallow clone lacks older ones: git fetch --unshallow)`,
      ]);
    }
    const id = tree.stdout.trim();
    const file = await git("cat-file", "-e", `${id}:stacks/${stack}.ts`);
    return file.failed ? undefined : new CommitProgram(place, top, id, stop);
  }

  /** @throws UserError where the program cannot plan the stack */
  async plan(): Promise<PlanDocument> {
    const kept = this.#kept.read("plan");
    if (isPlan(kept)) return kept;
    const { stack } = this.#place;
    const { stdout, stderr } = await this.#hearth("plan", stack, "--json");
    const document = parsed(stdout);
    // A plan that breaks a policy exits with 1 and is a plan all the same.
    if (!isPlan(document)) throw this.#failure(stderr);
    this.#kept.write("plan", document);
    return document;
  }

  /**
   * What `render` writes, by path.
   *
   * @throws UserError where the program cannot render the stack
   */
  async render(): Promise<ReadonlyMap<string, string>> {
    const kept = this.#kept.read("render");
    if (Array.isArray(kept)) return new Map(kept as [string, string][]);
    const { stack, folder } = this.#place;
    const out = join(folder, "render");
    const { failed, stderr } = await this.#hearth("render", stack, "--out", out);
    if (failed) throw this.#failure(stderr);
    const files = await readTree(out);
    this.#kept.write("render", [...files]);
    return files;
  }

  async #hearth(...args: string[]): Promise<Ran> {
    this.#checkedOut ??= this.#checkOut();
    const cwd = await this.#checkedOut;
    return run(process.execPath, ["cli/hearth.cjs", ...args], { cwd, stop: this.#stop });
  }

  /** Writes the files, with an index of its own so that the repository's stays as it is. */
  async #checkOut(): Promise<string> {
    const { ref, root, folder } = this.#place;
    const files = join(folder, "tree");
    await mkdir(files);
    // From the top, since `checkout-index` writes only what is below the folder that it is run in.
    for (const args of [
      ["read-tree", this.#tree],
      ["checkout-index", "--all", `--prefix=${files}/`],
    ]) {
      const done = await run("git", ["-C", this.#top, "-c", "core.sparseCheckout=false", ...args], {
        env: { GIT_INDEX_FILE: join(folder, "index") },
        stop: this.#stop,
      });
      if (done.failed) throw new UserError([`--diff ${ref}: git ${args[0] ?? ""}: ${done.stderr}`]);
    }
    await symlink(join(root, "node_modules"), join(files, "node_modules"), "dir");
    return files;
  }

  /** What the program said, without its stack traces. */
  #failure(stderr: string): UserError {
    const { ref, stack } = this.#place;
    const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
    return new UserError([
      `--diff ${ref}: the program of that commit cannot plan ${stack}; name a commit that can`,
      ...lines.slice(0, 10).map((line) => `  ${line}`),
    ]);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPlan(value: unknown): value is PlanDocument {
  const { resources, outputs } = (value ?? {}) as Partial<PlanDocument>;
  return Array.isArray(resources) && typeof outputs === "object";
}

async function readTree(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        const path = relative(folder, file).split(sep).join("/");
        return [path, await readFile(file, "utf8")] as const;
      }),
  );
  return new Map(files);
}

interface Ran {
  readonly failed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stop: AbortSignal | undefined;
}

function run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const { env, cwd, stop } = options;
  return new Promise((done) => {
    execFile(
      program,
      [...args],
      {
        ...(cwd === undefined ? {} : { cwd }),
        ...(stop === undefined ? {} : { signal: stop }),
        env: { ...process.env, ...env },
        timeout: TIMEOUT,
        maxBuffer: LARGEST,
      },
      (error: ExecFileException | null, stdout, stderr) => {
        const missing = error?.code === "ENOENT" ? `${program} is not installed` : "";
        done({ failed: error !== null, stdout, stderr: stderr + missing });
      },
    );
  });
}
