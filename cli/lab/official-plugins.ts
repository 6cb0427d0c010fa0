import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { LocalWorkspace } from "@pulumi/pulumi/automation";

/** A published plugin, in the version that the program's SDK asks for. */
export interface OfficialPlugin {
  readonly name: string;
  readonly version: string;
  /** Where it is published, if not with Pulumi's own. */
  readonly server?: string;
}

/** The part of the Automation API that installs plugins. */
export type PluginInstaller = Pick<LocalWorkspace, "installPlugin" | "installPluginFromServer">;

/** Where plugins come from and go to, and how long is waited for them. */
export interface PluginSources {
  /** The engine's folder of plugins. */
  readonly dir: string;
  /** File that remembers which could not be had, and when. */
  readonly missesFile: string;
  /** URLs of which any HTTP answer shows that a download may work. */
  readonly hosts: { readonly pulumi: readonly string[]; readonly github: readonly string[] };
  /** Longest time that a host may take to answer, in milliseconds. */
  readonly answer: number;
  /** Longest time that one download may take, in milliseconds. */
  readonly whole: number;
  readonly now: () => number;
}

/**
 * Pulumi's own plugins are looked for on GitHub and then on get.pulumi.com, those with a server of
 * their own on GitHub alone:
 * https://www.pulumi.com/docs/iac/concepts/plugins/#downloading-plugins
 */
const HOSTS: PluginSources["hosts"] = {
  pulumi: ["https://api.github.com", "https://get.pulumi.com"],
  github: ["https://api.github.com"],
};

/** How long a plugin that a host refused is not asked for again, in milliseconds. */
const MISS_LASTS = 24 * 60 * 60 * 1000;

/** The usual sources, with the downloads of all stacks and checkouts in one folder of the cache. */
export function pluginSources(home: string, cache: string): PluginSources {
  const downloads = join(cache, "pulumi-plugins");
  const dir = join(home, "plugins");
  mkdirSync(downloads, { recursive: true });
  mkdirSync(home, { recursive: true });
  if (!existsSync(dir)) symlinkSync(downloads, dir);
  return {
    dir,
    missesFile: join(cache, "plugin-misses.json"),
    hosts: HOSTS,
    answer: 4_000,
    whole: 120_000,
    now: Date.now,
  };
}

/**
 * Has the published plugins that can be had installed, all at once. The engine itself tries a host
 * that does not answer five times, for every plugin; so the hosts are asked first. What a host
 * refused is not asked for again for a day.
 *
 * @returns names of those that are there
 */
export async function installOfficial(
  wanted: readonly OfficialPlugin[],
  installer: PluginInstaller,
  sources: PluginSources,
): Promise<ReadonlySet<string>> {
  const misses = readMisses(sources);
  const answers = new Map<string, Promise<boolean>>();
  const answering = (host: string): Promise<boolean> => {
    const known = answers.get(host) ?? answersAt(host, sources.answer);
    answers.set(host, known);
    return known;
  };
  const had = await Promise.all(
    wanted.map(async (plugin) => {
      if (isInstalled(plugin, sources)) return true;
      if (misses[keyOf(plugin)] !== undefined) return false;
      const hosts = plugin.server === undefined ? sources.hosts.pulumi : sources.hosts.github;
      if (!(await Promise.all(hosts.map(answering))).includes(true)) return false;
      if (await install(plugin, installer, sources)) return true;
      misses[keyOf(plugin)] = sources.now();
      return false;
    }),
  );
  writeMisses(sources, misses);
  return new Set(wanted.filter((_, index) => had[index]).map(({ name }) => name));
}

const keyOf = ({ name, version }: OfficialPlugin): string => `${name} ${version}`;

/** Whether the engine finds it. A download under way has a file `.partial` beside it. */
function isInstalled({ name, version }: OfficialPlugin, { dir }: PluginSources): boolean {
  const folder = join(dir, `resource-${name}-v${version}`);
  return existsSync(folder) && !existsSync(`${folder}.partial`);
}

async function answersAt(url: string, within: number): Promise<boolean> {
  try {
    const { body } = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(within) });
    await body?.cancel();
    return true;
  } catch {
    return false;
  }
}

async function install(
  { name, version, server }: OfficialPlugin,
  installer: PluginInstaller,
  { whole }: PluginSources,
): Promise<boolean> {
  const attempt =
    server === undefined
      ? installer.installPlugin(name, `v${version}`)
      : installer.installPluginFromServer(name, `v${version}`, server);
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, whole, false);
  });
  const done = await Promise.race([
    attempt.then(
      () => true,
      () => false,
    ),
    limit,
  ]);
  clearTimeout(timer);
  return done;
}

/** Misses that still count. */
function readMisses({ missesFile, now }: PluginSources): Record<string, number> {
  if (!existsSync(missesFile)) return {};
  const all = JSON.parse(readFileSync(missesFile, "utf8")) as Record<string, number>;
  return Object.fromEntries(Object.entries(all).filter(([, at]) => now() - at < MISS_LASTS));
}

function writeMisses({ missesFile }: PluginSources, misses: Record<string, number>): void {
  if (Object.keys(misses).length === 0 && !existsSync(missesFile)) return;
  mkdirSync(dirname(missesFile), { recursive: true });
  const draft = `${missesFile}.${String(process.pid)}`;
  writeFileSync(draft, `${JSON.stringify(misses, null, 2)}\n`);
  renameSync(draft, missesFile);
}
