import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import { installPlugins, PLUGINS } from "../../lab/plugins/shared/install";
import { cacheRoot } from "../../lab/toolchain";
import type { LabPaths } from "./paths";

/** Who provides a kind of resource in this run. */
export interface PluginChoice {
  readonly name: string;
  /** `official` where the published plugin could be had, `stand-in` for the lab's own. */
  readonly kind: "official" | "stand-in" | "own";
}

/** The published plugins, in the versions that the SDKs in package.json ask for. */
const OFFICIAL: Readonly<Record<string, { readonly version: string; readonly server?: string }>> = {
  kubernetes: { version: version("@pulumi/kubernetes") },
  cloudflare: { version: version("@pulumi/cloudflare") },
  random: { version: version("@pulumi/random") },
  talos: { version: "0.8.1", server: "github://api.github.com/pulumiverse" },
};

function version(pkg: string): string {
  return (require(`${pkg}/package.json`) as { readonly version: string }).version;
}

/** Longest time that one official download may take, in milliseconds. */
const DOWNLOAD_LIMIT = 120_000;

/**
 * Puts a plugin for every kind of resource where the engine finds it: the published one where it can
 * be downloaded, else the lab's stand-in.
 *
 * @param talos executable of the stand-in for Talos
 * @param official whether downloads are tried at all
 */
export async function providePlugins(
  paths: LabPaths,
  workspace: Pick<LocalWorkspace, "installPlugin" | "installPluginFromServer">,
  talos: string,
  official: boolean,
): Promise<PluginChoice[]> {
  mkdirSync(paths.bin, { recursive: true });
  const own = resolve(__dirname, "..", "..", "provider", "pulumi-resource-hearth");
  link(own, join(paths.bin, "pulumi-resource-hearth"));
  const missing = new Set<string>();
  for (const name of Object.keys(OFFICIAL)) {
    if (!official || !(await download(workspace, name))) missing.add(name);
    else rmSync(join(paths.bin, `pulumi-resource-${name}`), { force: true });
  }
  await installPlugins({
    names: PLUGINS.filter((name) => missing.has(name)),
    cache: join(cacheRoot(), "plugins"),
    bin: paths.bin,
  });
  if (missing.has("talos")) link(talos, join(paths.bin, "pulumi-resource-talos"));
  return [
    ...Object.keys(OFFICIAL).map((name) => ({
      name,
      kind: missing.has(name) ? ("stand-in" as const) : ("official" as const),
    })),
    { name: "hearth", kind: "own" },
  ];
}

async function download(
  workspace: Pick<LocalWorkspace, "installPlugin" | "installPluginFromServer">,
  name: string,
): Promise<boolean> {
  const { version, server } = OFFICIAL[name] ?? {};
  if (version === undefined) return false;
  const attempt =
    server === undefined
      ? workspace.installPlugin(name, `v${version}`)
      : workspace.installPluginFromServer(name, `v${version}`, server);
  const limit = new Promise<boolean>((resolve) =>
    setTimeout(resolve, DOWNLOAD_LIMIT, false).unref(),
  );
  return Promise.race([attempt.then(() => true).catch(() => false), limit]);
}

function link(target: string, path: string): void {
  if (!existsSync(target)) throw new Error(`there is no ${target}`);
  rmSync(path, { force: true });
  symlinkSync(target, path);
}
