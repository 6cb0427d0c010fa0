import { spawn } from "node:child_process";

/** A child process that ended badly; `message` is one line, `output` all it wrote. */
export class CommandError extends Error {
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
    this.name = "CommandError";
  }
}

/**
 * Runs a command without a shell and resolves to what it wrote (stdout, then stderr).
 *
 * @throws CommandError when it cannot be started, exits non-zero, or takes longer than
 *   `timeout` milliseconds.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeout?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const written = { out: "", err: "" };
    child.stdout.on("data", (chunk: Buffer) => (written.out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (written.err += chunk.toString()));
    child.on("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "ENOENT" ? "not found" : error.message;
      reject(new CommandError(`${command}: ${reason}`, ""));
    });
    child.on("close", (code, signal) => {
      const output = written.out + written.err;
      if (code === 0) return resolve(output);
      const last = output.trim().split("\n").at(-1) ?? "";
      reject(new CommandError(`${command} ended with ${signal ?? code}: ${last}`, output));
    });
  });
}
