import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

interface CustomManager {
  readonly description: string;
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
  readonly datasourceTemplate?: string;
  readonly depNameTemplate?: string;
  readonly extractVersionTemplate?: string;
}

type PackageRule = Readonly<Record<string, unknown>>;

interface Config {
  readonly enabledManagers: readonly string[];
  readonly automerge: boolean;
  readonly minimumReleaseAge: string;
  readonly customManagers: readonly CustomManager[];
  readonly packageRules: readonly PackageRule[];
}

/** `renovate.json`. */
export const renovate = JSON.parse(readFileSync(join(root, "renovate.json"), "utf8")) as Config;

/** A pin as a custom manager found it. */
export interface Dependency {
  readonly file: string;
  readonly datasource: string | undefined;
  readonly depName: string | undefined;
  readonly currentValue: string | undefined;
  readonly currentDigest: string | undefined;
  readonly registryUrl: string | undefined;
  readonly extractVersion: string | undefined;
}

/** What the custom managers find in the files of this repository, their expressions run for real. */
export function customDependencies(): Dependency[] {
  const files = globSync("{*,{stacks,lab,sdks,__tests__,.github}/**/*}.{ts,json,yaml}", {
    cwd: root,
  })
    .filter((file) => !file.includes("node_modules"))
    .sort();
  return renovate.customManagers.flatMap((manager) =>
    files
      .filter((file) => manager.managerFilePatterns.some((one) => regex(one).test(file)))
      .flatMap((file) => {
        const text = readFileSync(join(root, file), "utf8");
        return manager.matchStrings.flatMap((pattern) =>
          [...text.matchAll(new RegExp(pattern, "g"))].map(({ groups = {} }) => ({
            file,
            datasource: groups.datasource ?? manager.datasourceTemplate,
            depName: groups.depName ?? manager.depNameTemplate,
            currentValue: groups.currentValue,
            currentDigest: groups.currentDigest,
            registryUrl: groups.registryUrl,
            extractVersion: groups.extractVersion ?? manager.extractVersionTemplate,
          })),
        );
      }),
  );
}

/** `/…/` as an expression, which is how Renovate tells it from a glob. */
function regex(pattern: string): RegExp {
  if (!/^\/.*\/$/.test(pattern)) throw new Error(`${pattern} is no regular expression`);
  return new RegExp(pattern.slice(1, -1));
}

/** What the rules say of a package; the last rule that speaks wins. */
export function settingsOf(facts: {
  readonly name: string;
  readonly manager?: string;
  readonly depType?: string;
  readonly updateType: string;
}): Readonly<Record<string, unknown>> {
  const { automerge, minimumReleaseAge } = renovate;
  const settings: Record<string, unknown> = { automerge, minimumReleaseAge, enabled: true };
  for (const rule of renovate.packageRules) {
    const matches = Object.entries(rule).filter(([key]) => key.startsWith("match"));
    if (matches.length === 0) throw new Error(`${JSON.stringify(rule)} matches everything`);
    if (!matches.every(([key, value]) => matcher(key, value as string[], facts))) continue;
    for (const [key, value] of Object.entries(rule)) {
      if (!key.startsWith("match") && key !== "description") settings[key] = value;
    }
  }
  return settings;
}

function matcher(
  key: string,
  values: readonly string[],
  { name, manager, depType, updateType }: Parameters<typeof settingsOf>[0],
): boolean {
  switch (key) {
    case "matchPackageNames":
      return values.some((one) =>
        one.endsWith("/**") ? name.startsWith(one.slice(0, -"**".length)) : name === one,
      );
    case "matchManagers":
      return manager !== undefined && values.includes(manager);
    case "matchDepTypes":
      return depType !== undefined && values.includes(depType);
    case "matchUpdateTypes":
      return values.includes(updateType);
    default:
      throw new Error(`${key} is not understood here`);
  }
}
