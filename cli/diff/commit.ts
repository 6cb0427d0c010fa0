import { execFile, type ExecFileException } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";
import { UserError } from "../../spec/report";
import type { PlanDocument } from "../plan/document";
import { record, snapshotFrom, type Snapshot } from "./snapshot";

/** The project that this file belongs to. */
const ROOT = resolve(__dirname, "..", "..");

/** Longest that another commit's plan or render may take, in milliseconds. */
const TIMEOUT = 60_000;

/** Most that a plan may print, in bytes; `home` prints 2 MB. */
const LARGEST = 512 * 1024 * 1024;

/**
 * What a stack was made of at a commit, by that commit's own program: its files are written to a
 * temporary folder, the installed packages of the working tree are linked in, and its own
 * `plan --json` and `render` run there. The folder is removed whatever happens, and the
 * repository is only read.
 *
 * @param known the working tree's side, whose machine configs are taken where the digests say that
 *   they are the same: it saves the other commit's `render`
 * @param root folder of the project in its repository
 * @returns undefined where the commit does not have the stack yet
 * @throws UserError where the commit is unknown, or its program cannot plan the stack
 */
export async function snapshotAt(
  ref: string,
  stack: string,
  known: Promise<Snapshot>,
  root: string = ROOT,
): Promise<Snapshot | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-diff-"));
  // Somebody who stops the command must not find the folder a year later.
  const remove = () => void rm(folder, { recursive: true, force: true });
  process.once("SIGINT", remove);
  process.once("SIGTERM", remove);
  try {
    const tree = join(folder, "tree");
    await checkOut(root, ref, folder, tree);
    if (!existsSync(join(tree, "stacks", `${stack}.ts`))) return undefined;
    await symlink(join(root, "node_modules"), join(tree, "node_modules"), "dir");
    return await planAt(ref, stack, tree, join(folder, "render"), known);
  } finally {
    process.off("SIGINT", remove);
    process.off("SIGTERM", remove);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes the files of a commit, with an index of its own so that the repository's stays as it is. */
async function checkOut(root: string, ref: string, folder: string, tree: string): Promise<void> {
  const git = (...args: string[]) =>
    run("git", ["-C", root, ...args], { GIT_INDEX_FILE: join(folder, "index") });
  const commit = await git(
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  );
  if (commit.failed) {
    throw new UserError([
      `--diff ${ref}: git knows no such commit; name a branch, tag or commit (a shallow clone lacks older ones: git fetch --unshallow)`,
    ]);
  }
  const prefix = (await git("rev-parse", "--show-prefix")).stdout.trim();
  const source = `${commit.stdout.trim()}:${prefix}`;
  await mkdir(tree);
  for (const args of [
    ["read-tree", source],
    ["checkout-index", "--all", `--prefix=${tree}/`],
  ]) {
    // `checkout-index` writes relative to the top of the repository, from an index of one folder.
    const done = await git("-c", "core.sparseCheckout=false", ...args);
    if (done.failed) throw new UserError([`--diff ${ref}: git ${args[0] ?? ""}: ${done.stderr}`]);
  }
}

async function planAt(
  ref: string,
  stack: string,
  tree: string,
  out: string,
  known: Promise<Snapshot>,
): Promise<Snapshot> {
  const hearth = (...args: string[]) =>
    run(process.execPath, ["cli/hearth.cjs", ...args], {}, tree);
  const plan = await hearth("plan", stack, "--json");
  const document = parsePlan(plan.stdout);
  // A plan that breaks a policy exits with 1 and is a plan all the same.
  if (document === undefined) throw failure(ref, stack, plan.stderr);
  const { machines } = await known;
  if (hasDigestsOf(document, machines)) {
    return { ...snapshotFrom(document, new Map()), machines };
  }
  const render = await hearth("render", stack, "--out", out);
  if (render.failed) throw failure(ref, stack, render.stderr);
  return snapshotFrom(document, await readTree(out));
}

/** Whether a plan's machine configs are the very same as those known. */
function hasDigestsOf({ outputs }: PlanDocument, machines: Snapshot["machines"]): boolean {
  const digests = record(outputs["machineConfigDigests"]);
  const same = [...machines].every(
    ([node, { digest }]) => digest !== undefined && digest === digests[node],
  );
  return same && Object.keys(digests).length === machines.size;
}

function parsePlan(text: string): PlanDocument | undefined {
  try {
    const value = JSON.parse(text) as Partial<PlanDocument> | null;
    return Array.isArray(value?.resources) ? (value as PlanDocument) : undefined;
  } catch {
    return undefined;
  }
}

/** What the other commit's program said, without its stack traces. */
function failure(ref: string, stack: string, stderr: string): UserError {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  return new UserError([
    `--diff ${ref}: the program of that commit cannot plan ${stack}; name a commit that can`,
    ...lines.slice(0, 10).map((line) => `  ${line}`),
  ]);
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

function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string = ROOT,
): Promise<Ran> {
  return new Promise((done) => {
    execFile(
      program,
      [...args],
      { cwd, env: { ...process.env, ...env }, timeout: TIMEOUT, maxBuffer: LARGEST },
      (error: ExecFileException | null, stdout, stderr) => {
        const missing = error?.code === "ENOENT" ? `${program} is not installed` : "";
        done({ failed: error !== null, stdout, stderr: stderr + missing });
      },
    );
  });
}
