import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { LabReport } from "../../../cli/lab/summary";

const CLI = path.join(__dirname, "..", "..", "..", "cli");
const HEARTH = [path.join(CLI, "hearth.cjs"), "lab"];
const HEARTH_WITH = [
  ...["--require", path.join(CLI, "typescript.cjs")],
  path.join(__dirname, "lab-with.ts"),
];

/** Fields of a stack with what is merged into them. */
export type StackChanges = Readonly<Record<string, object>>;

/** What a finished command left. */
export interface Finished {
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line `lab`, as a user types it, with a lab folder of its own. */
export interface LabCommand {
  /** Lab folder; each stack has a folder in it. */
  readonly folder: string;
  /**
   * Runs `lab <args>` to its end. `onLine` sees each line and the process that wrote it; `changes`
   * are what the stack that `args` names differs by from its file.
   */
  run(
    args: readonly string[],
    onLine?: (line: string, child: ChildProcess) => void,
    changes?: StackChanges,
  ): Promise<Finished>;
  /** Brings a stack up with the stand-in plugins, and fails with its output where that fails. */
  up(
    stack: string,
    changes?: StackChanges,
  ): Promise<{ readonly report: LabReport; readonly output: string }>;
  /** Commands of the processes that run with this lab folder. */
  processes(): string[];
  /** Kills all of them at once, as when the power goes. */
  killAll(): void;
  /** Resolves once none runs any more. @throws Error that names those that still run */
  quiet(): Promise<void>;
  /** Stops the world of a stack and removes the folder. */
  remove(stack: string): Promise<void>;
}

/** Longest time after which processes without their starter must be gone, in milliseconds. */
const QUIET_LIMIT = 30_000;

/** A lab in a new folder. */
export function labCommand(): LabCommand {
  const folder = mkdtempSync(path.join(tmpdir(), "hearth-lab-"));
  const run: LabCommand["run"] = async (args, onLine, changes) => {
    const command = changes === undefined ? HEARTH : [...HEARTH_WITH, JSON.stringify(changes)];
    const child = spawn(process.execPath, [...command, ...args], {
      env: { ...process.env, HEARTH_LAB_DIR: folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      createInterface({ input: child[stream] }).on("line", (line) => {
        text[stream] += `${line}\n`;
        onLine?.(line, child);
      });
    }
    const code = await new Promise<number | NodeJS.Signals>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (status, signal) => resolve(status ?? signal ?? 1));
    });
    return { code, ...text };
  };
  const running = (): readonly { readonly pid: number; readonly command: string }[] =>
    // `e` shows each process's environment, which children inherit.
    execFileSync("ps", ["axeww", "-o", "pid=,stat=,args="], {
      encoding: "utf8",
      maxBuffer: 64 * 2 ** 20,
    })
      .split("\n")
      .filter((line) => line.includes(folder) && !/^\s*\d+\s+Z/.test(line))
      .map((line) => ({
        pid: Number.parseInt(line, 10),
        command: line.split(" HEARTH_LAB_DIR=")[0]?.trim().slice(0, 200) ?? "",
      }));
  const processes = (): string[] => running().map(({ command }) => command);
  const killAll = (): void => {
    for (const { pid } of running()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended with one of the others.
      }
    }
  };
  const quiet = async (): Promise<void> => {
    for (let waited = 0; processes().length > 0; waited += 250) {
      if (waited > QUIET_LIMIT) throw new Error(`still running:\n${processes().join("\n")}`);
      await sleep(250);
    }
  };
  return {
    folder,
    run,
    up: async (stack, changes) => {
      const args = [stack, "--json", "--stand-ins"];
      const { code, stdout, stderr } = await run(args, undefined, changes);
      if (code !== 0)
        throw new Error(`the up of ${stack} ended with ${code}\n${stdout}\n${stderr}`);
      return { report: JSON.parse(stdout) as LabReport, output: stdout + stderr };
    },
    processes,
    killAll,
    quiet,
    remove: async (stack) => {
      await run(["down", stack]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All files of a folder and below whose path `wanted` accepts, by path. */
export function filesOf(folder: string, wanted: (file: string) => boolean): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => wanted(path.relative(folder, file)));
  return new Map(files.map((file) => [path.relative(folder, file), readFileSync(file, "utf8")]));
}
