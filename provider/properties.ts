/** Key under which Pulumi marks a special value on the wire. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** Marks of a secret and of an output value, both of which wrap a plain one. */
const WRAPPERS = ["1b47061264138c4ac30d75fd1eb44270", "d0e6a833031e9bbcd3f4e8bde6ca49a4"];
/** What stands for a value that is not yet known. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A property map with secrets and output values taken out of their wrappers. */
export function unwrap(value: unknown): Record<string, unknown> {
  const plain = unwrapValue(value);
  return isRecord(plain) ? plain : {};
}

function unwrapValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapValue);
  if (!isRecord(value)) return value;
  const mark = value[SIGNATURE];
  if (typeof mark === "string" && WRAPPERS.includes(mark)) {
    return "value" in value ? unwrapValue(value["value"]) : UNKNOWN;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unwrapValue(inner)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is known already; one of a list's members may not be. */
export function isKnown(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isKnown) : value !== UNKNOWN;
}

/** A property that has to be text; empty where it is absent. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A property that has to be a list of texts, undefined where it is none. */
export function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;
}
