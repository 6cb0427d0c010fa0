import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

/**
 * The real engine with the very program of the stack: a file backend under `.lab/`, encrypted
 * secrets, and what differs from production, its endpoints, as config.
 */
export async function openStack(options: EngineOptions): Promise<Stack> {
  const { stack, spec, paths, endpoints, credentials } = options;
  for (const dir of [paths.backend, paths.home, paths.workspace, paths.bin]) {
    mkdirSync(dir, { recursive: true });
  }
  const program = require("../../index") as () => Promise<Record<string, unknown>>;
  const opened = await LocalWorkspace.createOrSelectStack(
    { stackName: stack, projectName: "hearth", program },
    {
      workDir: paths.workspace,
      pulumiHome: paths.home,
      pulumiCommand: await pulumiCommand(options),
      projectSettings: {
        name: "hearth",
        runtime: "nodejs",
        backend: { url: backendUrl(paths) },
      },
      envVars: environment(paths),
    },
  );
  await opened.setAllConfig(config(spec, endpoints, credentials));
  return opened;
}

/**
 * The engine writes its whole state twice for every step, one step at a time, so what a write costs
 * decides how long an up takes. Without the files beside it that hold a digest nobody reads, a
 * sixth less (https://pkg.go.dev/gocloud.dev/blob/fileblob#URLOpener).
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

function environment(paths: LabPaths): Record<string, string> {
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
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
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
