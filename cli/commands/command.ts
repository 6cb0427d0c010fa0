import { parseArgs, type ParseArgsConfig } from "node:util";
import { UserError } from "../../spec/report";

/** A command of the program. */
export interface Command {
  /** How it is called, one line. */
  readonly usage: string;
  /** What it does, one line. */
  readonly summary: string;
  /** Loads its module. */
  readonly load: () => CommandModule;
}

/** The module of a command. */
export interface CommandModule {
  /** @returns the exit code */
  run(argv: readonly string[]): Promise<number>;
  /** What `--help` says beside the usage. @default nothing */
  help?(): string;
}

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * The arguments of a command, checked.
 *
 * @throws UserError for an unknown flag or a wrong number of positionals, with the usage
 */
export function parse<const O extends Options>(
  argv: readonly string[],
  usage: string,
  options: O,
  positionals: { readonly min: number; readonly max: number },
) {
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    const { length } = parsed.positionals;
    if (length < positionals.min || length > positionals.max) {
      throw new UserError([
        `${length < positionals.min ? "an argument is missing" : "too many arguments"}; usage: ${usage}`,
      ]);
    }
    return parsed;
  } catch (error) {
    if (error instanceof UserError || !(error instanceof TypeError)) throw error;
    const [first = error.message] = error.message.split(". ");
    throw new UserError([`${first}; usage: ${usage}`]);
  }
}

/** {@link parse} for a command whose one argument is a stack. */
export function parseStack<const O extends Options>(
  argv: readonly string[],
  usage: string,
  options: O,
) {
  const { values, positionals } = parse(argv, usage, options, { min: 1, max: 1 });
  const [stack = ""] = positionals;
  return { stack, values };
}
