/**
 * One thing that is wrong with a cluster definition, in the words that a user needs to mend it.
 *
 * It is printed as one line: `path = value: message; remedy`.
 */
export interface Problem {
  /** Where: the path from the root of the stack, e.g. `nodes.pi-01.address`. */
  readonly path: string;
  /** The offending value as it was written; absent where there is none (a missing key). */
  readonly value?: unknown;
  /** What is wrong. A clash names both owners. */
  readonly message: string;
  /** How to mend it: an imperative. */
  readonly remedy: string;
}

/** An error that the user caused and can mend. It is printed without a stack trace. */
export class UserError extends Error {
  override readonly name = "UserError";
  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
  }
}

/** Every problem of a cluster definition at once. */
export class SpecError extends UserError {
  constructor(
    /** Stack or file that holds the definition. */
    readonly source: string,
    readonly problems: readonly Problem[],
  ) {
    super([
      `${source}: ${problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`}`,
      ...problems.map(formatProblem),
    ]);
  }
}

/** Longest value that is quoted whole; a longer one is cut, so that a report stays one line each. */
const VALUE_LENGTH = 60;

/** A problem as one line without line breaks. */
export function formatProblem({ path, value, message, remedy }: Problem): string {
  const where = path === "" ? "(root)" : path;
  const what = value === undefined ? where : `${where} = ${quote(value)}`;
  return `${what}: ${message}; ${remedy}`.replaceAll(/[\s\p{Cc}]+/gu, " ");
}

/** A value as the user would recognise it. */
export function quote(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) return typeof value;
  const characters = [...text.slice(0, 2 * VALUE_LENGTH)];
  return characters.length > VALUE_LENGTH
    ? `${characters.slice(0, VALUE_LENGTH - 1).join("")}…`
    : text;
}

/** JSON of a value; undefined where it has none, e.g. for a function or an object within itself. */
function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "bigint" ? inner.toString() : inner,
    );
  } catch {
    return undefined;
  }
}

/** Joins keys to a path. A key that holds a dot or a blank is quoted, so that the path stays readable. */
export function at(...keys: readonly PropertyKey[]): string {
  return keys
    .map(String)
    .map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key)))
    .join(".");
}
