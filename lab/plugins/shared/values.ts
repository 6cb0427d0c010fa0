/**
 * The wire form of Pulumi property values, and the plain form that the plugins work with.
 *
 * On the wire a secret is an object with a signature key around the value, and an unknown (not yet
 * computed in a preview) is one of a few sentinel strings. The plugins work on plain JSON beside a
 * list of the paths that were secret; unknowns stay in place as {@link UNKNOWN}.
 *
 * The constants are those of `sdk/go/common/resource/properties.go` and `plugin/rpc.go` in
 * pulumi/pulumi; they are part of the protocol and do not change.
 */

/** A JSON value. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** A bag of named properties: what every provider call takes and returns. */
export type Properties = { [key: string]: Value };

/** A way to a value inside of a property bag. */
export type Path = readonly (string | number)[];

/** Plain properties beside the paths of those that are secret. */
export interface Bag {
  readonly values: Properties;
  readonly secrets: readonly Path[];
}

/** The sentinel of a value that is not known during a preview. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const UNKNOWNS: ReadonlySet<string> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** True for an object, and not for an array or null. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The properties of a value that should be an object; an empty object where it is not one. */
export function asObject(value: Value | undefined): Properties {
  return isObject(value) ? value : {};
}

/** The elements of a value that should be a list; none where it is not one. */
export function asArray(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/** The text of a value, or `undefined` where it is not text (an unknown is not text). */
export function asString(value: Value | undefined): string | undefined {
  return typeof value === "string" && !UNKNOWNS.has(value) ? value : undefined;
}

/** True if the value itself is unknown. */
export function isUnknown(value: Value | undefined): boolean {
  return typeof value === "string" && UNKNOWNS.has(value);
}

/** True if the value, or anything inside of it, is unknown. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (isObject(value)) return Object.values(value).some(hasUnknown);
  return isUnknown(value);
}

/** The value at a path, or `undefined`. */
export function at(value: Value | undefined, path: Path): Value | undefined {
  let here: Value | undefined = value;
  for (const key of path) {
    if (Array.isArray(here)) here = typeof key === "number" ? here[key] : undefined;
    else if (isObject(here)) here = here[key];
    else return undefined;
  }
  return here;
}

/** Takes secrets and output wrappers off a wire value and remembers where the secrets were. */
export function unwrap(raw: Properties): Bag {
  const secrets: Path[] = [];
  const strip = (value: Value, path: Path): Value => {
    if (Array.isArray(value)) return value.map((item, index) => strip(item, [...path, index]));
    if (!isObject(value)) return value;
    if (value[SIGNATURE] === SECRET) {
      secrets.push(path);
      return strip(value["value"] ?? null, path);
    }
    if (value[SIGNATURE] === OUTPUT) {
      if (value["secret"] === true) secrets.push(path);
      return value["value"] === undefined ? UNKNOWN : strip(value["value"], path);
    }
    const plain: Properties = {};
    for (const [key, item] of Object.entries(value)) plain[key] = strip(item, [...path, key]);
    return plain;
  };
  return { values: strip(raw, []) as Properties, secrets };
}

/** Puts a bag into wire form: what stands at one of the secret paths is marked as secret. */
export function wrap(bag: Bag): Properties {
  let result = clean(bag.values) as Properties;
  // Outer paths first: inside a value that is wrapped already there is nothing left to mark.
  const paths = [...bag.secrets].sort((a, b) => a.length - b.length);
  for (const path of paths) result = mark(result, path) as Properties;
  return result;
}

/**
 * The paths under which outputs must be secret because inputs were: the same ones, cut before the
 * first list index, as a server may put the elements of a list into another order.
 */
export function outputSecrets(inputSecrets: readonly Path[]): Path[] {
  return inputSecrets.map((path) => {
    const index = path.findIndex((key) => typeof key === "number");
    return index < 0 ? path : path.slice(0, index);
  });
}

function mark(value: Value, path: Path): Value {
  const [key, ...rest] = path;
  if (key === undefined) return { [SIGNATURE]: SECRET, value };
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === key ? mark(item, rest) : item));
  }
  if (!isObject(value) || value[SIGNATURE] !== undefined) return value;
  const child = value[key];
  return child === undefined ? value : { ...value, [key]: mark(child, rest) };
}

/** A copy without the `undefined` that a protobuf Struct cannot hold. */
function clean(value: Value): Value {
  if (Array.isArray(value)) return value.map(clean);
  if (!isObject(value)) return value;
  const result: Properties = {};
  for (const [key, item] of Object.entries(value as Record<string, Value | undefined>)) {
    if (item !== undefined) result[key] = clean(item);
  }
  return result;
}

/** A value as text: a string as it is, anything else as JSON, and nothing for what is absent. */
export function textOf(value: Value | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A copy of an object without some of its properties. */
export function without(object: Properties, ...keys: string[]): Properties {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The same value under other names. Drops null too: in an SDK it says "not given", to an API it would say "take away". */
export function renameKeys(value: Value, rename: (key: string) => string): Value {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [rename(key), renameKeys(item, rename)]),
  );
}
