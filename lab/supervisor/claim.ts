import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { identify, isRunning, type ProcessIdentity } from "./identity";

/** A file that only one living process holds at a time. */
export interface Claim {
  /** Gives it up. A process that ends without doing so has given it up as well. */
  release(): void;
}

/**
 * Claims `file` for this process. The claim of a process that was killed counts for nothing, so
 * nobody ever has to remove one by hand.
 *
 * @returns the claim, or who else holds it
 */
export function claim(file: string): Claim | ProcessIdentity {
  mkdirSync(path.dirname(file), { recursive: true });
  const own = identify(process.pid);
  if (own === undefined) throw new Error("this process cannot tell who it is");
  const staged = `${file}.${String(own.pid)}`;
  writeFileSync(staged, `${JSON.stringify(own)}\n`, { mode: 0o600 });
  try {
    for (;;) {
      // A link, unlike a write, cannot be half done, and fails where the file is there.
      if (attempt(() => linkSync(staged, file))) {
        return { release: () => rmSync(file, { force: true }) };
      }
      const holder = holderOf(file);
      if (holder !== undefined && isRunning(holder)) return holder;
      const living = takeAway(file, `${staged}.stale`);
      if (living !== undefined) return living;
    }
  } finally {
    rmSync(staged, { force: true });
  }
}

/** The process that a claim names; undefined where there is none. */
export function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/**
 * Removes a dead claim. Somebody else may have done so and claimed the file in the meantime: then
 * that claim is put back.
 */
function takeAway(file: string, aside: string): ProcessIdentity | undefined {
  if (!attempt(() => renameSync(file, aside))) return undefined;
  try {
    const moved = holderOf(aside);
    if (moved === undefined || !isRunning(moved)) return undefined;
    attempt(() => linkSync(aside, file));
    return moved;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Whether it worked; false where the file is there already, or is not. */
function attempt(action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" || code === "ENOENT") return false;
    throw error;
  }
}
