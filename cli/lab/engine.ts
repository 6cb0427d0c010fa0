import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  LocalWorkspace,
  PulumiCommand,
  type ConfigMap,
  type Stack,
} from "@pulumi/pulumi/automation";
import type { ClusterSpec } from "../../spec/cluster";
import { configKeys } from "../../spec/config-keys";
import type { EndpointOverride } from "../../spec/endpoints";
import { EngineProcess, endOrphan } from "./engine-process";
import type { LabPaths } from "./paths";

/** What the engine needs besides the files. */
export interface EngineOptions {
  readonly stack: string;
  readonly spec: ClusterSpec;
  readonly paths: LabPaths;
  /** The Pulumi CLI. */
  readonly pulumi: string;
  /** Where the simulated world is. */
  readonly endpoints: EndpointOverride;
  /** Values of config keys that the world checks, e.g. the Cloudflare token; others are made up. */
  readonly credentials: Readonly<Record<string, string>>;
}

/** The engine with a stack. */
export interface Engine {
  readonly stack: Stack;
  readonly process: EngineProcess;
}

/**
 * The real engine with the very program of the stack: a file backend under `.lab/`, encrypted
 * secrets, and what differs from production, its endpoints, as config.
 *
 * An engine that was killed has left its lock, which is taken away: the caller holds the stack's
 * claim, so no other command is at work on it.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { stack, spec, paths, endpoints, credentials } = options;
  await endOrphan(paths.engineProcess);
  // Files that a kill may have cut off in the middle; all that is in them is written below.
  rmSync(paths.workspace, { recursive: true, force: true });
  for (const dir of [paths.backend, paths.home, paths.workspace, paths.bin]) {
    mkdirSync(dir, { recursive: true });
  }
  const program = require("../../index") as () => Promise<Record<string, unknown>>;
  const engine = new EngineProcess(await pulumiCommand(options), paths.engineProcess);
  const opened = await LocalWorkspace.createOrSelectStack(
    { stackName: stack, projectName: "hearth", program },
    {
      workDir: paths.workspace,
      pulumiHome: paths.home,
      pulumiCommand: engine,
      projectSettings: {
        name: "hearth",
        runtime: "nodejs",
        backend: { url: backendUrl(paths) },
      },
      envVars: environment(paths),
    },
  );
  await opened.setAllConfig(config(spec, endpoints, credentials));
  if (isLocked(paths)) await opened.cancel();
  return { stack: withoutEpilogue(opened), process: engine };
}

/**
 * A stack whose operations end with the engine's. The Automation API then starts the CLI three times
 * more, one after the other, for the stack's outputs and its history, which nobody here reads.
 */
function withoutEpilogue(stack: Stack): Stack {
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  return stack;
}

/** Runs a command of the CLI on the stack that the Automation API has no method for. */
export function callCli({ process, stack }: Engine, ...args: string[]) {
  const { workDir, pulumiHome, envVars } = stack.workspace;
  const home = pulumiHome === undefined ? {} : { PULUMI_HOME: pulumiHome };
  return process.run([...args, "--stack", stack.name], workDir, { ...envVars, ...home });
}

/** Whether the file backend holds a lock of any stack. */
function isLocked({ backend }: LabPaths): boolean {
  const locks = join(backend, ".pulumi", "locks");
  if (!existsSync(locks)) return false;
  return readdirSync(locks, { recursive: true, withFileTypes: true }).some((entry) =>
    entry.isFile(),
  );
}

/**
 * The engine writes its whole state twice for every step, one step at a time, so what a write costs
 * decides how long an up takes. Without the files beside it that hold a digest nobody reads, a
 * sixth less (https://pkg.go.dev/gocloud.dev/blob/fileblob#URLOpener).
 *
 * Unlike the state they are not replaced as a whole: a kill could leave one empty, and the engine
 * then refused the state for ever (failed to load checkpoint: EOF).
 */
const backendUrl = ({ backend }: LabPaths): string => `file://${backend}?metadata=skip`;

/** The Automation API looks for `bin/pulumi` under a folder. */
async function pulumiCommand({ pulumi, paths }: EngineOptions): Promise<PulumiCommand> {
  const root = join(paths.root, "pulumi");
  const link = join(root, "bin", "pulumi");
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(pulumi, link);
  return PulumiCommand.get({ root, skipVersionCheck: false });
}

/** What the engine finds in its environment, beside that of this process. */
export function environment(paths: LabPaths): Record<string, string> {
  return {
    PATH: `${paths.bin}:${process.env["PATH"] ?? ""}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase(paths),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    HEARTH_LAB_CHARTS: paths.charts,
    // Memory for time: each write of the state leaves more garbage than the engine otherwise holds.
    GOGC: "400",
  };
}

function passphrase({ passphrase: file }: LabPaths): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    // Whole or not at all: without it the state could never be read again.
    writeFileSync(`${file}.partial`, randomBytes(32).toString("base64url"), { mode: 0o600 });
    renameSync(`${file}.partial`, file);
  }
  return readFileSync(file, "utf8").trim();
}

/** Made-up values for every key that the stack needs, and the endpoints of the world. */
function config(
  spec: ClusterSpec,
  endpoints: EndpointOverride,
  credentials: Readonly<Record<string, string>>,
): ConfigMap {
  const keys = configKeys(spec).map(({ key, secret }) => [
    `hearth:${key}`,
    { value: credentials[key] ?? `lab-${key}`, secret },
  ]);
  return {
    ...(Object.fromEntries(keys) as ConfigMap),
    "hearth:endpoints": { value: JSON.stringify(endpoints) },
  };
}
