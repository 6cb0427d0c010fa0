/**
 * Gets the lab's executables, each in the first of four ways that works: on PATH in a fitting
 * version, in the cache, official download with a checksum, build from the pinned Go module.
 */
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import { build } from "./build";
import { ToolCache, cacheRoot } from "./cache";
import {
  currentPlatform,
  downloadBases,
  type DownloadBases,
  type Platform,
  type Tool,
} from "./catalog";
import { defaultLimits, download, type DownloadLimits } from "./download";
import { silent, type Progress } from "./progress";
import { run } from "./run";

/** The four ways, in their order. */
export type Way = "PATH" | "cache" | "download" | "build";

/** An executable that is there. */
export interface ResolvedTool {
  readonly name: string;
  /** Absolute path of the executable. */
  readonly path: string;
  /** Version that it says, or that it was had in. */
  readonly version: string;
  readonly way: Way;
}

/** Where tools are looked for; every default is the real world. */
export interface ResolveOptions {
  readonly progress?: Progress;
  readonly cache?: ToolCache;
  readonly platform?: Platform;
  readonly bases?: DownloadBases;
  readonly limits?: DownloadLimits;
  /** What PATH is; default: the process's. */
  readonly searchPath?: string;
  /** Compiles; replaced in tests, where nothing may take minutes. */
  readonly build?: typeof build;
}

/** A tool that could be had in none of the ways, with the reason of each. */
export interface ToolFailure {
  readonly tool: string;
  readonly version: string;
  readonly reasons: Readonly<Record<Way, string>>;
}

/** Tools are missing. `message` is meant for the user, whole, and names every one of them. */
export class ToolchainError extends Error {
  constructor(readonly failures: readonly ToolFailure[]) {
    super(explain(failures));
    this.name = "ToolchainError";
  }
}

/**
 * Resolves all of `wanted`, one after another: a Go build uses every core by itself.
 *
 * @returns one entry a tool, by its name
 * @throws ToolchainError naming all tools that cannot be had
 */
export async function resolveTools<K extends string>(
  wanted: Readonly<Record<K, Tool>>,
  options: ResolveOptions = {},
): Promise<Record<K, ResolvedTool>> {
  const found: Partial<Record<K, ResolvedTool>> = {};
  const failures: ToolFailure[] = [];
  // One host that does not answer is not waited for again for the next tool.
  const silentHosts = new Set<string>();
  for (const [key, tool] of Object.entries(wanted) as [K, Tool][]) {
    const result = await resolveTool(tool, options, silentHosts);
    if ("path" in result) found[key] = result;
    else failures.push(result);
  }
  if (failures.length > 0) throw new ToolchainError(failures);
  return found as Record<K, ResolvedTool>;
}

async function resolveTool(
  tool: Tool,
  options: ResolveOptions,
  silentHosts: Set<string>,
): Promise<ResolvedTool | ToolFailure> {
  const platform = options.platform ?? currentPlatform();
  const cache = options.cache ?? new ToolCache(cacheRoot());
  const progress = options.progress ?? silent;
  const reasons: Record<Way, string> = { PATH: "", cache: "", download: "", build: "" };
  const failure = { tool: tool.name, version: tool.version, reasons };

  const onPath = await lookOnPath(tool, options.searchPath ?? process.env.PATH ?? "");
  if (typeof onPath !== "string") return onPath;
  reasons.PATH = onPath;

  if (platform === undefined) {
    const unknown = `not made for ${process.platform} on ${process.arch}`;
    reasons.cache = reasons.download = reasons.build = unknown;
    return failure;
  }
  const target = cache.pathOf(tool, platform);
  const had = (way: Way): ResolvedTool => ({
    name: tool.name,
    path: target,
    version: tool.version,
    way,
  });
  if (cache.has(target)) return had("cache");
  reasons.cache = `${target} is not there`;

  const make = async (): Promise<ResolvedTool | ToolFailure> => {
    // Somebody else may have made it while this process waited for the lock.
    if (cache.has(target)) return had("cache");
    const attempt = async (way: Way, doing: string, work: (file: string) => Promise<void>) => {
      const step = `${way} ${tool.name} ${tool.version}`;
      const end = progress.start(`${tool.name} ${tool.version}`, doing, cache.lastTime(step));
      const since = Date.now();
      const staged = cache.stage(target);
      try {
        await work(staged.file);
        staged.commit();
        cache.recordTime(step, Date.now() - since);
        end();
        return true;
      } catch (error) {
        staged.discard();
        reasons[way] = (error as Error).message;
        end(reasons[way]);
        return false;
      }
    };
    const official = tool.download?.(platform, options.bases ?? downloadBases) ?? "not published";
    if (typeof official === "string") {
      reasons.download = official;
    } else {
      const host = new URL(official.checksum.url).host;
      if (silentHosts.has(host)) {
        reasons.download = `${official.url}: ${host} did not answer before`;
      } else {
        const limits = options.limits ?? defaultLimits;
        const work = (file: string): Promise<void> => download(official, file, limits);
        if (await attempt("download", "downloading the official build", work)) {
          return had("download");
        }
        if (!/: HTTP \d+|SHA-256/.test(reasons.download)) silentHosts.add(host);
      }
    }
    const compile = options.build ?? build;
    const work = (file: string): Promise<void> => compile(tool.build, file);
    return (await attempt("build", "building its Go module", work)) ? had("build") : failure;
  };
  return cache.locked(
    `${tool.name}-${tool.version}-${platform.os}-${platform.arch}`,
    make,
    (pid) => {
      progress.start(tool.name, `waiting for process ${pid}, which is making it`);
    },
  );
}

async function lookOnPath(tool: Tool, searchPath: string): Promise<ResolvedTool | string> {
  if (tool.onPath === undefined) return "part of this project, not looked for there";
  const { args, atLeast, below } = tool.onPath;
  const file = which(tool.name, searchPath);
  if (file === undefined) return "not there";
  let output: string;
  try {
    output = await run(file, args, { timeout: 10_000 });
  } catch (error) {
    return `${file} cannot tell its version (${(error as Error).message})`;
  }
  const version = /v?(\d+\.\d+\.\d+)/.exec(output)?.[1];
  if (version === undefined) return `${file} cannot tell its version`;
  if (compareVersions(version, atLeast) < 0 || compareVersions(version, below) >= 0) {
    return `${file} is ${version}; needed: ${atLeast} or newer, below ${below}`;
  }
  return { name: tool.name, path: file, version, way: "PATH" };
}

function which(name: string, searchPath: string): string | undefined {
  const names = process.platform === "win32" ? [`${name}.exe`] : [name];
  for (const dir of searchPath.split(path.delimiter).filter(Boolean)) {
    for (const candidate of names.map((each) => path.join(dir, each))) {
      if (!(statSync(candidate, { throwIfNoEntry: false })?.isFile() ?? false)) continue;
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        // Not executable for this user: the next directory may hold one that is.
      }
    }
  }
  return undefined;
}

/** Negative, zero or positive as `a` is older than, the same as or newer than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function explain(failures: readonly ToolFailure[]): string {
  const names = failures.map(({ tool, version }) => `${tool} ${version}`).join(", ");
  const blocks = failures.map(
    ({ tool, version, reasons }) =>
      `  ${tool} ${version}\n` +
      (Object.entries(reasons) as [Way, string][])
        .map(([way, reason]) => `    ${way.padEnd(9)} ${reason}`)
        .join("\n"),
  );
  return [
    `The lab cannot get ${names}:`,
    ...blocks,
    "Put a fitting one on PATH, allow the download, or install Go; then run this again.",
    "`npm run plan` and `npm run render` need none of these tools.",
  ].join("\n");
}
