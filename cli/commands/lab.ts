import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { UserError } from "../../spec/report";
import { loadSpec } from "../../stacks";
import { destroyText, labDestroy } from "../lab/destroy";
import { endOrphan } from "../lab/engine-process";
import type { UpFigures } from "../lab/figures";
import { Interrupted } from "../lab/interruption";
import { labPaths, type LabPaths } from "../lab/paths";
import { claimStack } from "../lab/session";
import { isComplete, labReport, reportText } from "../lab/summary";
import { labPreview, labUp } from "../lab/up";
import { stopWorld, worldStatus } from "../lab/world-client";
import { readWorldRecord } from "../lab/world-record";
import { parse } from "./command";

const USAGE =
  "npm run lab -- [<stack>] [--json] | preview | destroy [--unprotect] | down | status | kubectl …";

/** The stack that is rehearsed where none is named. */
const DEFAULT_STACK = "lab";

/** Provisions a stack against simulated machines, and what comes after. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await command(argv);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error.code;
  } finally {
    // An engine that was killed leaves the program that it ran waiting for it, in this process.
    setTimeout(() => process.exit(), EXIT_LIMIT).unref();
  }
}

/** How long this process may take to end once the command is done, in milliseconds. */
const EXIT_LIMIT = 2_000;

async function command(argv: readonly string[]): Promise<number> {
  const [first = "", ...rest] = argv;
  switch (first) {
    case "preview":
      return preview(rest);
    case "destroy":
      return destroy(rest);
    case "down":
      return down(rest);
    case "status":
      return status(rest);
    case "kubectl":
      return kubectl(rest);
    default:
      return up(argv);
  }
}

const FLAGS = { json: { type: "boolean" }, "stand-ins": { type: "boolean" } } as const;

async function up(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv, USAGE, FLAGS, { min: 0, max: 1 });
  const stack = positionals[0] ?? DEFAULT_STACK;
  const spec = loadSpec(stack);
  const report = await labUp({
    stack,
    spec,
    paths: labPaths(stack),
    official: values["stand-ins"] !== true,
    output: values.json === true ? process.stderr : process.stdout,
    again: `npm run lab -- ${stack}`,
  });
  process.stdout.write(
    values.json === true ? `${JSON.stringify(report, null, 2)}\n` : `\n${reportText(spec, report)}`,
  );
  return isComplete(report) ? 0 : 1;
}

/** Says what an up would do, and changes nothing. */
async function preview(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv, USAGE, FLAGS, { min: 0, max: 1 });
  const stack = positionals[0] ?? DEFAULT_STACK;
  const changes = await labPreview({
    stack,
    spec: loadSpec(stack),
    paths: labPaths(stack),
    official: values["stand-ins"] !== true,
    output: values.json === true ? process.stderr : process.stdout,
    again: `npm run lab -- preview ${stack}`,
  });
  const lines = Object.entries(changes).map(
    ([operation, count]) => `${operation} ${String(count)}`,
  );
  process.stdout.write(
    values.json === true ? `${JSON.stringify({ stack, changes })}\n` : `${lines.join("\n")}\n`,
  );
  return 0;
}

const DESTROY_FLAGS = { ...FLAGS, unprotect: { type: "boolean" } } as const;

/** Takes away what the stack made, as production would; the machines and their world stay. */
async function destroy(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv, USAGE, DESTROY_FLAGS, { min: 0, max: 1 });
  const stack = positionals[0] ?? DEFAULT_STACK;
  const report = await labDestroy({
    stack,
    spec: loadSpec(stack),
    paths: labPaths(stack),
    official: values["stand-ins"] !== true,
    output: values.json === true ? process.stderr : process.stdout,
    again: `npm run lab -- destroy ${stack}${values.unprotect === true ? " --unprotect" : ""}`,
    unprotect: values.unprotect === true,
  });
  process.stdout.write(
    values.json === true ? `${JSON.stringify(report, null, 2)}\n` : `\n${destroyText(report)}`,
  );
  return 0;
}

/** Stops the world of a stack and removes it with all its files, state included. */
async function down(argv: readonly string[]): Promise<number> {
  const { positionals } = parse(argv, USAGE, {}, { min: 0, max: 1 });
  const stack = positionals[0] ?? DEFAULT_STACK;
  const paths = labPaths(stack);
  const held = claimStack(stack, paths);
  try {
    await endOrphan(paths.engineProcess);
    const ran = await stopWorld(paths);
    const there = existsSync(paths.root);
    rmSync(paths.root, { recursive: true, force: true });
    process.stdout.write(
      ran
        ? `stopped the world of ${stack} and removed it\n`
        : `no world of ${stack} was running${there ? "; removed what it left" : ""}\n`,
    );
  } finally {
    held.release();
  }
  return 0;
}

async function status(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv, USAGE, FLAGS, { min: 0, max: 1 });
  const stack = positionals[0] ?? DEFAULT_STACK;
  const spec = loadSpec(stack);
  const paths = labPaths(stack);
  const report = labReport(stack, spec, await worldStatus(running(stack, paths)), lastRun(paths));
  process.stdout.write(
    values.json === true ? `${JSON.stringify(report, null, 2)}\n` : reportText(spec, report),
  );
  return 0;
}

/** Runs kubectl with the kubeconfig of a world; `--stack NAME` first for another one. */
async function kubectl(argv: readonly string[]): Promise<number> {
  const named = argv[0] === "--stack" && argv[1] !== undefined;
  const stack = named ? (argv[1] ?? DEFAULT_STACK) : DEFAULT_STACK;
  const paths = labPaths(stack);
  const { kubeconfig } = await worldStatus(running(stack, paths));
  if (kubeconfig === undefined) {
    throw new UserError([
      `the world of ${stack} has no Kubernetes API yet; run: npm run lab -- ${stack}`,
    ]);
  }
  const { resolveTools, tools, silentProgress } = kubectlTools();
  const { kubectl: tool } = await resolveTools(
    { kubectl: tools.kubectl },
    { progress: silentProgress },
  );
  const { status: code } = spawnSync(tool.path, [...(named ? argv.slice(2) : argv)], {
    stdio: "inherit",
    env: { ...process.env, KUBECONFIG: kubeconfig },
  });
  return code ?? 1;
}

/** The toolchain, loaded only by the command that needs it. */
function kubectlTools() {
  const toolchain = require("../../lab/toolchain") as typeof import("../../lab/toolchain");
  return { ...toolchain, silentProgress: toolchain.silent };
}

function running(stack: string, paths: LabPaths) {
  const record = readWorldRecord(paths.worldFile);
  if (record === undefined) {
    throw new UserError([`no world of ${stack} is running; start one: npm run lab -- ${stack}`]);
  }
  return record;
}

function lastRun({ lastRun: file }: LabPaths): UpFigures | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as UpFigures) : undefined;
}
