import { UserError } from "../spec/report";
import { commands } from "./commands";

/**
 * `hearth <command> [arguments]`.
 *
 * @returns the exit code: 0 done, 1 the user has something to mend, 2 a defect of the program
 */
async function main([name, ...argv]: readonly string[]): Promise<number> {
  const command = name === undefined ? undefined : commands[name];
  if (command === undefined) {
    const usages = Object.values(commands).map(
      ({ usage, summary }) => `  ${usage}\n      ${summary}`,
    );
    process.stderr.write(`usage:\n${usages.join("\n")}\n`);
    return name === undefined || name === "help" || name === "--help" ? 0 : 1;
  }
  return command.load().run(argv);
}

/**
 * Runs the command of this process's arguments and sets its exit code.
 *
 * @param sourceLines puts the lines of the source into a stack trace
 */
export async function start(sourceLines: (stack: string) => string): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    } else {
      const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(
        `${sourceLines(trace)}\nThis is a defect of the program, not of your stack: please report it.\n`,
      );
      process.exitCode = 2;
    }
  }
}
