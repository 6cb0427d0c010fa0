/**
 * The CustomResourceDefinitions of the pinned charts, as their makers publish them. They are read
 * from the makers' Go modules, which the `go` command downloads into its own cache (about 100 MB,
 * once): the one form in which they are all versioned, immutable and had from a package registry.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubeClient, KubeObject } from "../../../lab/kubernetes/client";
import { eventually, resources } from "./control-plane";
import { definitionSources } from "./definition-sources";
import { GO } from "./go";

/** What `go mod download -json` says of a module. */
interface DownloadedModule {
  readonly Path: string;
  readonly Dir?: string;
  readonly Sum?: string;
  readonly Error?: string;
}

/**
 * Downloads the modules that are not in Go's cache, and reads the definitions.
 *
 * @throws Error naming every module that is not to be had or has another checksum
 */
export async function publishedDefinitions(): Promise<KubeObject[]> {
  const modules = new Map((await downloadModules()).map((one) => [one.Path, one]));
  const problems: string[] = [];
  const definitions: KubeObject[] = [];
  for (const { module, version, sum, path: below } of definitionSources) {
    const { Dir, Sum, Error: reason } = modules.get(module) ?? {};
    if (Dir === undefined) {
      problems.push(`${module} ${version}: ${reason ?? "not downloaded"}`);
    } else if (Sum !== sum) {
      problems.push(`${module} ${version}: its checksum is ${Sum ?? "unknown"}, not ${sum}`);
    } else {
      definitions.push(...definitionsIn(path.join(Dir, below)));
    }
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return definitions;
}

async function downloadModules(): Promise<DownloadedModule[]> {
  const wanted = definitionSources.map(({ module, version }) => `${module}@${version}`);
  const child = spawn(GO, ["mod", "download", "-json", ...wanted], {
    // Outside of any module, so that each is had in exactly this version.
    cwd: tmpdir(),
    // The checksums stand above; the database of checksums need not be within reach.
    env: { ...process.env, GOWORK: "off", GOFLAGS: "", GONOSUMDB: "*" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  await new Promise((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  if (stdout === "") throw new Error(`go mod download: ${stderr.trim()}`);
  // One object after the other, each closed by a brace of its own line.
  return stdout
    .split(/(?<=^\})$/m)
    .filter((text) => text.trim() !== "")
    .map((text) => JSON.parse(text) as DownloadedModule);
}

function definitionsIn(place: string): KubeObject[] {
  const files = place.endsWith(".yaml")
    ? [place]
    : readdirSync(place, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => path.join(place, file));
  return files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split(/^---$/m)
      .filter((text) => /^kind: CustomResourceDefinition$/m.test(text))
      .flatMap((text) => parseAllDocuments(text).map((one) => one.toJS() as KubeObject)),
  );
}

/** `group/Kind` of what a definition defines. */
export function definedKind(definition: KubeObject): string {
  const { group, names } = definition["spec"] as { group: string; names: { kind: string } };
  return `${group}/${names.kind}`;
}

/** Installs definitions and waits until the API server serves their kinds. */
export async function installDefinitions(
  client: KubeClient,
  definitions: readonly KubeObject[],
): Promise<void> {
  for (const definition of definitions) {
    const { name, annotations = {} } = definition.metadata;
    await client.apply(resources.definitions, {
      ...definition,
      metadata: { name, annotations },
      // Conversion asks a webhook of the operator, which does not run here.
      spec: { ...(definition["spec"] as object), conversion: { strategy: "None" } },
    });
  }
  for (const definition of definitions) {
    const { group, names, versions } = definition["spec"] as {
      group: string;
      names: { plural: string };
      versions: { name: string; served: boolean }[];
    };
    for (const { name: version } of versions.filter(({ served }) => served)) {
      await eventually(definition.metadata.name, async () => {
        const path = `/apis/${group}/${version}`;
        const { resources: served } = (await client.call("GET", path)) as {
          resources: { name: string }[];
        };
        return served.some(({ name }) => name === names.plural) || undefined;
      });
    }
  }
}
