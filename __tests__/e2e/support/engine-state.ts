import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { labPaths } from "../../../cli/lab/paths";
import type { LabCommand } from "./lab-command";

/** A resource in the engine's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** When it was created; a replacement is a new creation. */
  readonly created?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The engine's state of a stack, as its backend keeps it: secrets are ciphertexts. */
export interface EngineState {
  readonly resources: readonly StateResource[];
  /** Operations whose end the engine does not know. */
  readonly pending: readonly unknown[];
}

/** Reads it from the lab's file backend. */
export function engineState(lab: LabCommand, stack: string): EngineState {
  const { backend } = labPaths(stack, lab.folder);
  const file = path.join(backend, ".pulumi", "stacks", "hearth", `${stack}.json`);
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: {
      latest: { resources: StateResource[]; pending_operations?: unknown[] };
    };
  };
  const { resources, pending_operations: pending = [] } = checkpoint.latest;
  return { resources, pending };
}

/** How many resources each operation of the last finished up was done to, as the engine counted. */
export function lastChanges(lab: LabCommand, stack: string): Readonly<Record<string, number>> {
  const { backend } = labPaths(stack, lab.folder);
  const folder = path.join(backend, ".pulumi", "history", "hearth", stack);
  // Names carry the time in nanoseconds, in as many digits each.
  const last = readdirSync(folder)
    .filter((file) => file.endsWith(".history.json"))
    .sort()
    .at(-1);
  if (last === undefined) throw new Error(`${folder} has no history`);
  const text = readFileSync(path.join(folder, last), "utf8");
  return (JSON.parse(text) as { resourceChanges: Record<string, number> }).resourceChanges;
}

/** The stack outputs in plain, as the engine decrypts them. */
export function stackOutputs(
  lab: LabCommand,
  stack: string,
  pulumi: string,
): Readonly<Record<string, unknown>> {
  const { backend, passphrase, workspace, home } = labPaths(stack, lab.folder);
  const text = execFileSync(
    pulumi,
    ["stack", "output", "--json", "--show-secrets", "--stack", stack, "--non-interactive"],
    {
      cwd: workspace,
      encoding: "utf8",
      env: {
        ...process.env,
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: readFileSync(passphrase, "utf8").trim(),
        PULUMI_HOME: home,
      },
    },
  );
  return JSON.parse(text) as Record<string, unknown>;
}
