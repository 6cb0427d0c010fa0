/** Key under which Pulumi marks a special value on the wire. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** The mark of a secret. */
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What stands in the place of a secret wherever something is printed or written. */
export const REDACTED = "[secret]";

/** A property tree from the wire with every secret replaced by {@link REDACTED}. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (fields[SIGNATURE] === SECRET) return REDACTED;
  if (SIGNATURE in fields) return typeof fields["urn"] === "string" ? fields["urn"] : null;
  return Object.fromEntries(Object.entries(fields).map(([key, inner]) => [key, redact(inner)]));
}
