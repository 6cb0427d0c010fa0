import type { z } from "zod";
import { suggestion } from "./nearest";
import { REMEDY } from "./primitives";
import { at, type Problem } from "./report";
import { knownKeys, valueAt } from "./schema-walk";

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];
type Finding = Pick<Problem, "message" | "remedy">;

/** What was parsed: the schema, the value, and where in the stack it stands. */
interface Parsed {
  readonly schema: z.ZodType;
  readonly input: unknown;
  readonly prefix: Path;
}

/**
 * What a schema found, as problems that a user can act on.
 *
 * @param input the value that was parsed, to quote from
 * @param prefix path of that value in the stack
 */
export function schemaProblems(
  error: z.ZodError,
  schema: z.ZodType,
  input: unknown,
  prefix: Path = [],
): Problem[] {
  return error.issues.flatMap((issue) => issueProblems(issue, { schema, input, prefix }, []));
}

function issueProblems(issue: Issue, parsed: Parsed, outer: Path): Problem[] {
  const path: Path = [...outer, ...issue.path];
  const value = valueAt(parsed.input, path);
  const where = at(...parsed.prefix, ...path);
  const problem = (finding: Finding): Problem[] => [
    { path: where, ...(value === undefined ? {} : { value }), ...finding },
  ];
  // A message of our own says it best, whatever the check.
  if (issue.message.includes(REMEDY)) return problem(split(issue.message));
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(issue.keys, parsed, path);
    case "invalid_type":
      return problem(
        value === undefined
          ? { message: "is missing", remedy: `add ${noun(issue.expected)}` }
          : { message: "is of the wrong type", remedy: `give ${noun(issue.expected)}` },
      );
    case "invalid_value":
      return problem(notAllowed(value, issue.values.map(String)));
    case "invalid_union":
      return unionProblems(issue, parsed, path);
    case "too_small":
      return problem(tooSmall(issue.origin, issue.minimum));
    case "too_big":
      return problem(tooBig(issue.origin, issue.maximum));
    case "invalid_key":
      return issue.issues.map((one) => ({ path: where, ...keyFinding(one) }));
    case "invalid_format":
      return problem(formatFinding(issue));
    case "not_multiple_of":
    case "invalid_element":
    case "custom":
      return problem(split(issue.message));
  }
}

function unknownKeys(keys: readonly string[], parsed: Parsed, path: Path): Problem[] {
  const known = knownKeys(parsed.schema, path, parsed.input);
  return keys.map((key) => ({
    path: at(...parsed.prefix, ...path, key),
    ...(known.includes(key)
      ? { message: "does not go with the other keys here", remedy: "keep the keys of one kind" }
      : { message: "is not a known key", remedy: suggestion(key, known) }),
  }));
}

/**
 * The problems of the alternative that the value comes nearest to: the one with the fewest, where
 * a wrong type of the whole value weighs most.
 */
function unionProblems(
  issue: Extract<Issue, { code: "invalid_union" }>,
  parsed: Parsed,
  path: Path,
): Problem[] {
  const value = valueAt(parsed.input, path);
  const problem = (finding: Finding): Problem[] => [
    {
      path: at(...parsed.prefix, ...path),
      ...(value === undefined ? {} : { value }),
      ...finding,
    },
  ];
  // A discriminated union reports at the field that tells its alternatives apart.
  if ("options" in issue && Array.isArray(issue.options)) {
    return problem(notAllowed(value, issue.options.map(String)));
  }
  const [first, ...others] = [...issue.errors].sort((a, b) => weight(a) - weight(b));
  const literals = issue.errors.flat().filter(isWholeValue);
  if (literals.length === issue.errors.length) {
    return problem(
      notAllowed(
        value,
        literals.flatMap(({ values }) => values.map(String)),
      ),
    );
  }
  if (first === undefined || weight(first) >= WRONG_TYPE) {
    const expected = [first ?? [], ...others].flatMap((issues) => issues.flatMap(expectedTypes));
    const nouns = [...new Set(expected.map(noun))].join(" or ");
    return problem({
      message: value === undefined ? "is missing" : "is of the wrong type",
      remedy: value === undefined ? `add ${nouns}` : `give ${nouns}`,
    });
  }
  return first.flatMap((one) => issueProblems(one, parsed, path));
}

/** Outweighs any number of problems inside a value of the right type. */
const WRONG_TYPE = 1e6;

function weight(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.path.length > 0) return sum + 1;
    if (issue.code === "invalid_type") return sum + WRONG_TYPE;
    if (issue.code !== "invalid_union") return sum + 1;
    return sum + Math.min(...issue.errors.map(weight), WRONG_TYPE);
  }, 0);
}

function expectedTypes(issue: Issue): string[] {
  if (issue.path.length > 0) return [];
  if (issue.code === "invalid_type") return [issue.expected];
  return issue.code === "invalid_union" ? issue.errors.flat().flatMap(expectedTypes) : [];
}

function isWholeValue(issue: Issue): issue is Extract<Issue, { code: "invalid_value" }> {
  return issue.code === "invalid_value" && issue.path.length === 0;
}

function notAllowed(value: unknown, allowed: readonly string[]): Finding {
  const list = `use one of: ${allowed.join(", ")}`;
  if (value === undefined) return { message: "is missing", remedy: list };
  return {
    message: "is not allowed",
    remedy: typeof value === "string" ? suggestion(value, allowed) : list,
  };
}

function tooSmall(origin: string, minimum: number | bigint): Finding {
  const least = String(minimum);
  if (origin === "string") {
    return { message: "is too short", remedy: `give at least ${least} characters` };
  }
  if (origin === "array") {
    return { message: "has too few entries", remedy: `give at least ${least}` };
  }
  return { message: "is too small", remedy: `give at least ${least}` };
}

function tooBig(origin: string, maximum: number | bigint): Finding {
  const most = String(maximum);
  if (origin === "string") {
    return { message: "is too long", remedy: `give at most ${most} characters` };
  }
  if (origin === "array") {
    return { message: "has too many entries", remedy: `give at most ${most}` };
  }
  return { message: "is too large", remedy: `give at most ${most}` };
}

function keyFinding(issue: Issue): Finding {
  const { message, remedy } = issue.message.includes(REMEDY)
    ? split(issue.message)
    : issue.code === "invalid_format"
      ? formatFinding(issue)
      : split(issue.message);
  return { message: `the key ${message}`, remedy };
}

function formatFinding(issue: Extract<Issue, { code: "invalid_format" }>): Finding {
  const pattern = "pattern" in issue ? String(issue.pattern) : undefined;
  if (issue.format === "url") {
    const schemes = pattern === "^https$" ? "https" : "http or https";
    return { message: "is not a URL", remedy: `write a URL that begins with ${schemes}` };
  }
  return (
    FORMATS[issue.format] ?? {
      message: "has the wrong form",
      remedy: pattern === undefined ? "see docs/configuration.md" : `match ${pattern}`,
    }
  );
}

const FORMATS: Readonly<Record<string, Finding>> = {
  email: { message: "is not an e-mail address", remedy: 'write it like "me@example.com"' },
  datetime: { message: "is not a time", remedy: 'write it like "2026-01-31T06:00:00Z"' },
};

function split(text: string): Finding {
  const [message = text, remedy = "see docs/configuration.md"] = text.split(REMEDY);
  return { message, remedy };
}

const NOUNS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const noun = (type: string): string => NOUNS[type] ?? `a ${type}`;
