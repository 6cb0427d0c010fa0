import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPlugins, PLUGINS } from "../../lab/plugins/shared/install";
import { cacheRoot } from "../../lab/toolchain";
import {
  installOfficial,
  pluginSources,
  type OfficialPlugin,
  type PluginInstaller,
} from "./official-plugins";
import type { LabPaths } from "./paths";

/** Who provides a kind of resource in this run. */
export interface PluginChoice {
  readonly name: string;
  /** `official` where the published plugin could be had, `stand-in` for the lab's own. */
  readonly kind: "official" | "stand-in" | "own";
}

/** The published plugins, in the versions that the SDKs in package.json ask for. */
const OFFICIAL: readonly OfficialPlugin[] = [
  { name: "kubernetes", version: version("@pulumi/kubernetes") },
  { name: "cloudflare", version: version("@pulumi/cloudflare") },
  { name: "random", version: version("@pulumi/random") },
  { name: "talos", version: "0.8.1", server: "github://api.github.com/pulumiverse" },
];

function version(pkg: string): string {
  return (require(`${pkg}/package.json`) as { readonly version: string }).version;
}

/**
 * Puts a plugin for every kind of resource where the engine finds it: the published one where it can
 * be downloaded, else the lab's stand-in.
 *
 * @param talos executable of the stand-in for Talos
 * @param official whether downloads are tried at all
 */
export async function providePlugins(
  paths: LabPaths,
  workspace: PluginInstaller,
  talos: string,
  official: boolean,
): Promise<PluginChoice[]> {
  mkdirSync(paths.bin, { recursive: true });
  const own = resolve(__dirname, "..", "..", "provider", "pulumi-resource-hearth");
  link(own, join(paths.bin, "pulumi-resource-hearth"));
  const sources = pluginSources(paths.home, cacheRoot());
  const had = official ? await installOfficial(OFFICIAL, workspace, sources) : new Set<string>();
  for (const name of had) rmSync(join(paths.bin, `pulumi-resource-${name}`), { force: true });
  await installPlugins({
    names: PLUGINS.filter((name) => !had.has(name)),
    cache: join(cacheRoot(), "plugins"),
    bin: paths.bin,
  });
  if (!had.has("talos")) link(talos, join(paths.bin, "pulumi-resource-talos"));
  return [
    ...OFFICIAL.map(({ name }) => ({
      name,
      kind: had.has(name) ? ("official" as const) : ("stand-in" as const),
    })),
    { name: "hearth", kind: "own" },
  ];
}

function link(target: string, path: string): void {
  if (!existsSync(target)) throw new Error(`there is no ${target}`);
  rmSync(path, { force: true });
  symlinkSync(target, path);
}
