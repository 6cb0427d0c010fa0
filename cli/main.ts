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
  if (asksForHelp(argv)) {
    const details = command.load().help?.() ?? "";
    process.stdout.write(`${command.usage}\n    ${command.summary}\n${details}`);
    return 0;
  }
  return command.load().run(argv);
}

/** Whether somebody asks this program, and not kubectl behind `lab kubectl`, what it does. */
function asksForHelp([first, ...rest]: readonly string[]): boolean {
  const help = ["--help", "-h"];
  return first !== "kubectl" && [first, ...rest].some((one) => help.includes(one ?? ""));
}

/**
 * Runs the command of this process's arguments and sets its exit code.
 *
 * @param sourceLines puts the lines of the source into a stack trace
 */
export async function start(sourceLines: (stack: string) => string): Promise<void> {
  // `npm run plan -- home | head` has read enough: no defect.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
    throw error;
  });
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
