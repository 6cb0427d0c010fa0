import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";

/** The stand-in plugins that are written in TypeScript. */
export const PLUGINS = ["kubernetes", "cloudflare", "random"] as const;

/** A stand-in plugin's name. */
export type PluginName = (typeof PLUGINS)[number];

/** Where plugins are put, and which. */
export interface InstallOptions {
  /** Which ones; all without it. */
  readonly names?: readonly PluginName[];
  /** For the bundles, which are kept between runs. */
  readonly cache: string;
  /** For the executables `pulumi-resource-<name>`; to be put on the engine's PATH. */
  readonly bin: string;
}

const ROOT = resolve(__dirname, "..");

/**
 * Makes the plugins' executables: each a bundle of its own, as loading many small files is most of
 * a plugin's start (0.15 s against 0.9 s through a TypeScript loader), and a script that runs it
 * with this process's node.
 *
 * Bundles are kept by a digest of the sources and of the packages' lock file, so only the first
 * start after a change builds them.
 *
 * @returns the executables' paths by plugin.
 */
export async function installPlugins(
  options: InstallOptions,
): Promise<Readonly<Record<string, string>>> {
  const { names = PLUGINS, cache, bin } = options;
  await Promise.all([mkdir(cache, { recursive: true }), mkdir(bin, { recursive: true })]);
  const digest = await digestOf(names);
  const missing = names.filter((name) => !existsSync(join(cache, bundleName(name, digest))));
  if (missing.length > 0) await bundle(missing, cache, digest);

  const paths: Record<string, string> = {};
  for (const name of names) {
    const path = join(bin, `pulumi-resource-${name}`);
    // `exec`, so that the engine's child is the plugin itself.
    const script = [
      "#!/bin/sh",
      `NODE_COMPILE_CACHE=${quoted(join(cache, "v8"))} exec ${quoted(process.execPath)} \\`,
      `  --max-semi-space-size=32 ${quoted(join(cache, bundleName(name, digest)))} "$@"`,
      "",
    ].join("\n");
    await writeWhole(path, script, 0o755);
    paths[name] = path;
  }
  return paths;
}

async function bundle(names: readonly PluginName[], cache: string, digest: string): Promise<void> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: names.map((name) => ({ in: join(ROOT, name, "main.ts"), out: name })),
    outdir: cache,
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node22",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "silent",
  });
  for (const name of names) {
    const text = outputFiles.find(({ path }) => path.endsWith(`${name}.js`))?.text;
    if (text === undefined) throw new Error(`the bundle of the ${name} plugin is missing`);
    await writeWhole(join(cache, bundleName(name, digest)), text, 0o644);
  }
}

/** A digest of all that goes into the bundles. */
async function digestOf(names: readonly PluginName[]): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of ["shared", ...names]) {
    const files = (await readdir(join(ROOT, folder))).filter((file) => file.endsWith(".ts")).sort();
    for (const file of files) hash.update(file).update(await readFile(join(ROOT, folder, file)));
  }
  hash.update(await readFile(resolve(ROOT, "../../package-lock.json")));
  return hash.digest("hex").slice(0, 12);
}

function bundleName(name: string, digest: string): string {
  return `${name}-${digest}.cjs`;
}

/** Writes a file so that whoever reads it at the same time sees all of it or none. */
async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text, { mode });
  await rename(draft, path);
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}
