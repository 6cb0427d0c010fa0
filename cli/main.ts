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

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    } else {
      process.stderr.write(
        `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      process.stderr.write(
        "This is a defect of the program, not of your stack: please report it.\n",
      );
      process.exitCode = 2;
    }
  },
);
