/**
 * The cache of executables, shared by every checkout on the machine:
 *
 *     <cache>/tools/<tool>/<version>/<os>-<arch>/<tool>
 *     <cache>/timings.json      how long each step took last time
 *     <cache>/locks/<name>      held while somebody makes that entry
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claim } from "../supervisor/claim";
import type { Platform } from "./catalog";

/** `$HEARTH_CACHE`, else `$XDG_CACHE_HOME/hearth`, else `~/.cache/hearth`. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env.HEARTH_CACHE) return path.resolve(env.HEARTH_CACHE);
  if (env.XDG_CACHE_HOME) return path.join(env.XDG_CACHE_HOME, "hearth");
  return path.join(homedir(), ".cache", "hearth");
}

/** Files of the cache, and the one writer at a time that each entry may have. */
export class ToolCache {
  constructor(readonly root: string) {}

  /** Where the executable is, or will be. */
  pathOf(tool: { name: string; version: string }, platform: Platform): string {
    const suffix = platform.os === "windows" ? ".exe" : "";
    return path.join(
      this.root,
      "tools",
      tool.name,
      tool.version,
      `${platform.os}-${platform.arch}`,
      tool.name + suffix,
    );
  }

  /** Whether the executable is there. It appears by rename, so it is whole if it is there. */
  has(file: string): boolean {
    return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /** A file beside `target` to write into; `commit` moves it into place in one step. */
  stage(target: string): { readonly file: string; commit(): void; discard(): void } {
    mkdirSync(path.dirname(target), { recursive: true });
    const file = `${target}.${process.pid}.partial`;
    return {
      file,
      commit: () => renameSync(file, target),
      discard: () => rmSync(file, { force: true }),
    };
  }

  /** Milliseconds that a step took last time on this machine, if it ever ran. */
  lastTime(step: string): number | undefined {
    return this.timings()[step];
  }

  recordTime(step: string, milliseconds: number): void {
    const staged = this.stage(path.join(this.root, "timings.json"));
    const timings = { ...this.timings(), [step]: Math.round(milliseconds) };
    writeFileSync(staged.file, `${JSON.stringify(timings, undefined, 2)}\n`);
    staged.commit();
  }

  private timings(): Record<string, number> {
    try {
      return JSON.parse(readFileSync(path.join(this.root, "timings.json"), "utf8")) as Record<
        string,
        number
      >;
    } catch {
      // Absent or damaged: only the estimate is lost.
      return {};
    }
  }

  /**
   * Runs `work` while no other process runs work under the same name. A lock whose holder is
   * gone is taken over. `onWait` is called once if somebody else holds it, with their pid.
   */
  async locked<T>(
    name: string,
    work: () => Promise<T>,
    onWait: (pid: number) => void = () => undefined,
  ): Promise<T> {
    const file = path.join(this.root, "locks", name);
    for (let waited = false; ;) {
      const held = claim(file);
      if ("release" in held) {
        try {
          return await work();
        } finally {
          held.release();
        }
      }
      if (!waited) onWait(held.pid);
      waited = true;
      await sleep(250);
    }
  }
}
